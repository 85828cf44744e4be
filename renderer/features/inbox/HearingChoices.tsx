// What a person wants to hear of each kind of notification; two of them can never be switched off.
import { useId } from 'react';
import {
  hearings,
  neverOff,
  notificationKinds,
  type Hearing,
  type NotificationKind,
} from '../../../contract/notification-kinds.ts';
import type { InboxView } from '../../../contract/view.ts';
import { useCommands } from '../../app/hooks.ts';
import { useWords } from '../../i18n/words.tsx';
import styles from './Inbox.module.css';

export function HearingChoices({ choices }: { choices: InboxView['choices'] }) {
  const { t } = useWords();
  return (
    <section className={styles.hearing} aria-label={t('inbox.hearing')}>
      {notificationKinds.map((kind) => (
        <Choice key={kind} kind={kind} hearing={choices[kind]} />
      ))}
      <p className={styles.hint}>{t('inbox.hearAbout')}</p>
    </section>
  );
}

function Choice({ kind, hearing }: { kind: NotificationKind; hearing: Hearing }) {
  const { t } = useWords();
  const commands = useCommands();
  const id = useId();
  const isAlways = neverOff.includes(kind);
  const offered = hearings.filter((one) => one !== 'off' || !isAlways);
  return (
    <div className={styles.choice}>
      <div>
        <label htmlFor={id}>{t(`inbox.kind.${kind}`)}</label>
        {isAlways ? <p id={`${id}-always`}>{t('inbox.always')}</p> : null}
      </div>
      <select
        id={id}
        aria-describedby={isAlways ? `${id}-always` : undefined}
        value={hearing}
        onChange={(event) => commands.chooseHearing({ kind, hearing: event.target.value as Hearing })}
      >
        {offered.map((one) => (
          <option key={one} value={one}>
            {t(`inbox.hear.${one}`)}
          </option>
        ))}
      </select>
    </div>
  );
}
