// One device in a row: its name and kind, whether it would be heard, who is there, what it runs, and what can be done.
import { useState } from 'react';
import type { ShownDevice } from '../../../contract/queries.ts';
import { useNow, useView } from '../../app/hooks.ts';
import { useWords } from '../../i18n/words.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { DeviceDeeds, type Asking } from './DeviceDeeds.tsx';
import { isThere, softwareOf, stateOf, type DeviceState } from './device-state.ts';
import { RenameForm, RevokeQuestion } from './DeviceForms.tsx';
import styles from './Devices.module.css';

type Props = {
  device: ShownDevice;
  /** Not of another restaurant: there one only looks. */
  mayAct: boolean;
  onDone: () => void;
};

export function DeviceRow({ device, mayAct, onDone }: Props) {
  const { t } = useWords();
  const isOwn = useView((view) => view.device?.id === device.id);
  const state = useNow((now) => stateOf(device, now));
  const [asking, setAsking] = useState<Asking>(null);
  const [asked, setAsked] = useState(false);
  const ask = (what: Asking): void => {
    setAsking(what);
    setAsked(true);
  };
  const close = (): void => setAsking(null);
  const done = (): void => {
    close();
    onDone();
  };
  return (
    <li className={styles.row} data-device={device.id} data-state={state} data-kind={device.kind}>
      <span className={styles.sign}>
        <Icon name={state === 'heard' ? 'bell' : isThere(state) ? 'bellOff' : 'cloudOff'} />
      </span>
      <div className={styles.who}>
        {asking === 'rename' ? (
          <RenameForm device={device} onDone={done} onClose={close} />
        ) : (
          <h3>
            <bdi>{device.name}</bdi> <small>{t(`devices.kind.${device.kind}`)}</small>
            {isOwn ? <small>{t('devices.own')}</small> : null}
          </h3>
        )}
        <StateLine device={device} state={state} />
        <PresenceLine device={device} state={state} />
        <SoftwareLine device={device} />
        {asking === 'revoke' ? <RevokeQuestion device={device} onDone={done} onClose={close} /> : null}
      </div>
      {mayAct && asking === null ? <DeviceDeeds device={device} isBack={asked} onAsk={ask} /> : null}
    </li>
  );
}

type LineProps = { device: ShownDevice; state: DeviceState };

function StateLine({ device, state }: LineProps) {
  const { t, f } = useWords();
  const { seenAt, closed } = device;
  const at = closed?.at ?? seenAt;
  const time = useNow((now) => (at === null ? '' : f.dayClock(Date.parse(at), now)));
  const name = state === 'closed' ? (closed?.person ?? null) : null;
  return (
    <p className={styles.state}>
      {name === null ? t(`devices.state.${state}`, { time }) : t('devices.closedBy', { name, time })}
    </p>
  );
}

/** Whoever is gone stands nowhere. */
function PresenceLine({ device: { person, attended }, state }: LineProps) {
  const { t } = useWords();
  if (!isThere(state)) return null;
  const touched = attended === null ? null : t(attended ? 'devices.attended' : 'devices.unattended');
  return (
    <p>
      {person === null ? t('devices.nobody') : t('devices.personIn', { name: person.name })}
      {touched === null ? null : ` · ${touched}`}
    </p>
  );
}

function SoftwareLine({ device }: { device: ShownDevice }) {
  const { t, f } = useWords();
  const software = softwareOf(device);
  const beat = useNow((now) => (device.seenAt === null ? null : f.dayClock(Date.parse(device.seenAt), now)));
  return (
    <p className={styles.small}>
      {software === null ? t('devices.noVersion') : <bdi>{software}</bdi>}
      {beat === null ? null : ` · ${t('devices.lastBeat', { time: beat })}`}
    </p>
  );
}
