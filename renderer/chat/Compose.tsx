// The field to write in, with what staff say most ready to be put into it.
import { useId, useRef, useState, useSyncExternalStore, type RefObject } from 'react';
import { longestChatText } from '../../contract/chat-limits.ts';
import { languageOf } from '../../contract/language.ts';
import { useCommands, useConsole, useView } from '../app/hooks.ts';
import { useWords } from '../i18n/words.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { cannedReplies, repliesIn } from './canned-replies.ts';
import styles from './Chat.module.css';

/** From so many letters on it is said how many are left. */
const countsFrom = longestChatText - 100;

export function Compose({ chat, toCustomer }: { chat: string; toCustomer: boolean }) {
  const { t } = useWords();
  const { writeInChat } = useCommands();
  const [text, setText] = useDraft(chat);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const left = useId();
  const words = text.trim();

  async function send(): Promise<void> {
    if (words === '' || busy) return;
    setBusy(true);
    const refused = await writeInChat(chat, words);
    setBusy(false);
    setProblem(refused !== null);
    // What was typed meanwhile stays.
    if (refused === null) setText((now) => (now === text ? '' : now));
    field.current?.focus();
  }
  return (
    <div className={styles.compose}>
      {toCustomer ? <Canned field={field} onText={(said) => setText((now) => joined(now, said))} /> : null}
      <div className={styles.field}>
        <textarea
          ref={field}
          dir="auto"
          rows={2}
          value={text}
          maxLength={longestChatText}
          aria-label={t(toCustomer ? 'chat.writeToCustomer' : 'chat.writeToTeam')}
          aria-describedby={left}
          placeholder={t(toCustomer ? 'chat.writeToCustomer' : 'chat.writeToTeam')}
          onChange={({ target }) => setText(() => target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            void send();
          }}
        />
        <Button
          look="main"
          className={styles.send}
          busy={busy}
          aria-disabled={words === ''}
          onClick={() => void send()}
        >
          <Icon name="send" /> {t('chat.send')}
        </Button>
      </div>
      <p id={left} className={styles.left}>
        {text.length >= countsFrom ? t('chat.left', { count: longestChatText - text.length }) : null}
      </p>
      {problem ? (
        <p className={styles.refused} role="alert">
          <Icon name="warn" /> {t('chat.notTaken')}
        </p>
      ) : null}
    </div>
  );
}

/** It is there again when the chat is closed and opened. */
function useDraft(chat: string): [string, (next: (now: string) => string) => void] {
  const { drafts } = useConsole();
  const text = useSyncExternalStore(drafts.subscribe, () => drafts.of(chat));
  return [text, (next) => drafts.set(chat, next(drafts.of(chat)))];
}

const joined = (before: string, said: string): string =>
  (before.trim() === '' ? said : `${before.trimEnd()} ${said}`).slice(0, longestChatText);

type CannedProps = { field: RefObject<HTMLTextAreaElement | null>; onText: (text: string) => void };

/** Staff read what it means in their own language; what is put in is in the customers'. */
function Canned({ field, onText }: CannedProps) {
  const { t } = useWords();
  const setting = useView((view) => view.settings.replyLanguage);
  const screen = useView((view) => view.settings.language);
  const language = languageOf(setting === 'system' ? screen : setting, navigator.languages);
  return (
    <ul className={styles.canned} aria-label={t('chat.canned')}>
      {cannedReplies.map((reply) => (
        <li key={reply}>
          <Button
            title={repliesIn[language][reply]}
            onClick={() => {
              onText(repliesIn[language][reply]);
              field.current?.focus();
            }}
          >
            {t(`chat.reply.${reply}`)}
          </Button>
        </li>
      ))}
    </ul>
  );
}
