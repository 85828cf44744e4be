// The restaurant's devices, as its managers see them: which would be heard, who stands there, and what can be done.
import type { ShownDevice } from '../../../contract/queries.ts';
import { useNow } from '../../app/hooks.ts';
import { mayPass } from '../../app/queries.ts';
import { manages, useRestaurantChoice } from '../../app/restaurant-choice.ts';
import { RestaurantPicker } from '../../app/RestaurantPicker.tsx';
import { useQuery, type Query } from '../../app/use-query.ts';
import { useWords } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { DeviceRow } from './DeviceRow.tsx';
import room from '../../ui/Room.module.css';
import styles from './Devices.module.css';

/** As often as a console beats: sooner there is nothing new. */
const againMs = 10_000;

export function DevicesRoom({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const choice = useRestaurantChoice(manages);
  const { restaurant } = choice;
  const turn = useNow((now) => Math.floor(now / againMs));
  const list = useQuery('devices.list', 'devices', { restaurant }, String(turn));
  const devices = list.value?.devices ?? [];
  return (
    <Sheet title={t('devices.title')} closeLabel={t('devices.close')} side="room" onClose={onClose}>
      <RestaurantPicker choice={choice} />
      <AboutDevices list={list} devices={devices} />
      {restaurant === null ? null : <p className={styles.said}>{t('devices.lookingIn')}</p>}
      <ul className={room.list} aria-label={t('devices.title')}>
        {devices.map((device) => (
          <DeviceRow key={device.id} device={device} mayAct={restaurant === null} onDone={list.again} />
        ))}
      </ul>
    </Sheet>
  );
}

function AboutDevices({ list, devices }: { list: Query<unknown>; devices: readonly ShownDevice[] }) {
  const { t, f } = useWords();
  const { at, why, slow, again } = list;
  const heard = devices.filter(({ kind, live, audible }) => kind === 'counter' && live && audible).length;
  const sum = at === null ? null : t('devices.asOf', { time: f.clock(at) });
  // When it was is no news: it would be read aloud every minute.
  return (
    <div className={room.about} data-answered={at !== null || undefined}>
      {why === null ? null : (
        <>
          <Icon name="cloudOff" />
          <p>
            <span role="status">{t(`query.${why}`)}</span> {sum}
          </p>
          {mayPass(why) ? (
            <Button look="plain" onClick={again}>
              {t('query.again')}
            </Button>
          ) : null}
        </>
      )}
      {why === null && at !== null ? (
        <p>
          <span role="status">
            {t('devices.count', { count: devices.length })}{' '}
            {heard === 0 ? t('devices.noneHeard') : t('devices.heard', { count: heard })}
          </span>{' '}
          {sum}
        </p>
      ) : null}
      {why === null && at === null && slow ? <p>{t('history.asking')}</p> : null}
    </div>
  );
}
