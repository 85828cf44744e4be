// What was written here and is not read back yet: on its way, not sent, or refused with the reason.
import type { WrittenView } from '../../contract/chat-view.ts';
import { useCommands, useNow } from '../app/hooks.ts';
import { useWords } from '../i18n/words.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import styles from './Chat.module.css';

export function Unsent({ written, mayRetry }: { written: WrittenView; mayRetry: boolean }) {
  const { t, f } = useWords();
  const commands = useCommands();
  const { id, text, state, problem, at } = written;
  const time = useNow((now) => f.dayClock(at, now));
  return (
    <li className={styles.message} data-ours data-written={state}>
      <p className={styles.who}>
        <b>{t('chat.here')}</b> <time dateTime={at}>{time}</time>
      </p>
      <p className={styles.text} dir="auto">
        {text}
      </p>
      {state === 'not-sent' || state === 'sending' ? (
        <p className={styles.state}>
          <Icon name={state === 'not-sent' ? 'cloudOff' : 'clock'} />
          {t(`pending.${state}`)}
        </p>
      ) : null}
      {state === 'refused' ? (
        <div className={styles.refused} role="alert">
          <Icon name="warn" />
          <p>
            {t('chat.refused')} <bdi>{problem}</bdi>
          </p>
          {mayRetry ? <Button onClick={() => commands.tryWrittenAgain(id)}>{t('query.again')}</Button> : null}
          <Button look="plain" onClick={() => commands.dropWritten(id)}>
            {t('chat.drop')}
          </Button>
        </div>
      ) : null}
    </li>
  );
}
