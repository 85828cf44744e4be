// What can be done to a device: have it ring for whoever looks for it, give it a name, sign it out. And what came of it.
import { useState } from 'react';
import type { ShownDevice } from '../../../contract/queries.ts';
import { devicePlace, type Rung } from '../../app/commands.ts';
import { useBusy, useCommands, useProblem } from '../../app/hooks.ts';
import { useWords } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Choice, Menu } from '../../ui/Menu.tsx';
import styles from './Devices.module.css';

export type Asking = 'rename' | 'revoke' | null;

type Props = {
  device: ShownDevice;
  /** Somebody was asked something, and stands again where they came from. */
  isBack: boolean;
  onAsk: (asking: Asking) => void;
};

export function DeviceDeeds({ device: { id, name }, isBack, onAsk }: Props) {
  const { t } = useWords();
  const commands = useCommands();
  const place = devicePlace(id);
  const busy = useBusy(place);
  const problem = useProblem(place);
  const [rung, setRung] = useState<Rung | null>(null);
  const ask = (asking: Asking): void => {
    commands.forget(place);
    onAsk(asking);
  };
  return (
    <div className={styles.deeds}>
      <div className={styles.buttons}>
        <Button busy={busy} onClick={() => void commands.ringDevice(id).then(setRung)}>
          {t('devices.ring')}
        </Button>
        <Menu
          button={
            // Where focus came from; else it would stand nowhere.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            <Button look="plain" autoFocus={isBack} aria-label={t('devices.more', { name })}>
              <Icon name="more" />
            </Button>
          }
        >
          <Choice onChoose={() => ask('rename')}>{t('devices.rename')}</Choice>
          <Choice onChoose={() => ask('revoke')}>{t('devices.revoke')}</Choice>
        </Menu>
      </div>
      <p className={styles.came} role="status">
        {problem !== null
          ? t(`devices.failed.${failed(problem.code)}`)
          : rung === null
            ? null
            : t(`devices.rung.${rung}`)}
      </p>
    </div>
  );
}

/** What a deed on a device may come to; the screen's other words speak of orders. */
export function failed(code: string): 'offline' | 'not-allowed' | 'gone' | 'failed' {
  if (code === 'unreachable') return 'offline';
  if (code === 'not-allowed') return 'not-allowed';
  return code === 'not-found' ? 'gone' : 'failed';
}
