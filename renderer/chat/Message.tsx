// One message of a chat: who wrote it, when, and what. Links are words like any other; nothing in it can be pressed.
import { useState } from 'react';
import type { ChatMessageView, WrittenView } from '../../contract/chat-view.ts';
import { useCommands, useNow } from '../app/hooks.ts';
import { useWords } from '../i18n/words.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import styles from './Chat.module.css';

type Props = {
  chat: string;
  message: ChatMessageView;
  /** Written by the side that sits before this window. */
  ours: boolean;
  /** Managers take away what should not have been written. */
  mayDelete: boolean;
  /** The wish to delete it, as long as it is not done. */
  deleting: WrittenView | undefined;
};

export function Message({ chat, message, ours, mayDelete, deleting }: Props) {
  const { t, f } = useWords();
  const { username, from, text, at, deleted } = message;
  const time = useNow((now) => f.dayClock(at, now));
  return (
    <li className={styles.message} data-ours={ours || undefined} data-message={message.id}>
      <p className={styles.who}>
        <b>
          <bdi>{username === '' ? t(`chat.${from}`) : username}</bdi>
        </b>{' '}
        <time dateTime={at}>{time}</time>
      </p>
      {deleted ? (
        <p className={styles.gone}>{t('chat.deleted')}</p>
      ) : (
        <p className={styles.text} dir="auto">
          {text}
        </p>
      )}
      {deleting === undefined ? null : <Deleting wish={deleting} />}
      {mayDelete && !deleted && deleting === undefined ? <Delete chat={chat} message={message.id} /> : null}
    </li>
  );
}

function Deleting({ wish: { id, state, problem } }: { wish: WrittenView }) {
  const { t } = useWords();
  const commands = useCommands();
  if (state !== 'refused') return <p className={styles.state}>{t('chat.deleting')}</p>;
  return (
    <div className={styles.refused} role="alert">
      <Icon name="warn" />
      <p>
        {t('chat.notDeleted')} <bdi>{problem}</bdi>
      </p>
      <Button onClick={() => commands.dropWritten(id)}>{t('action.dismiss')}</Button>
    </div>
  );
}

/** It cannot be had back, so it is asked twice. */
function Delete({ chat, message }: { chat: string; message: string }) {
  const { t } = useWords();
  const commands = useCommands();
  const [asked, setAsked] = useState(false);
  if (!asked)
    return (
      <Button
        look="plain"
        className={styles.delete}
        aria-label={t('chat.delete')}
        onClick={() => setAsked(true)}
      >
        <Icon name="bin" />
      </Button>
    );
  return (
    <div className={styles.sure}>
      {/* Where somebody pressed stands what was pressed on, now with a word. */}
      {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
      <Button autoFocus onClick={() => commands.deleteInChat(chat, message)}>
        {t('chat.deleteSure')}
      </Button>
      <Button look="plain" onClick={() => setAsked(false)}>
        {t('chat.keep')}
      </Button>
    </div>
  );
}
