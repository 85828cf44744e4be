// A chat: what was written, what is on its way, and the field to write in. Nothing where there is none.
import { useEffect, useRef, type RefObject } from 'react';
import type { ChatView } from '../../contract/chat-view.ts';
import type { OrderView } from '../../contract/view.ts';
import { useNow, useView } from '../app/hooks.ts';
import { mayPass } from '../app/queries.ts';
import { useWords } from '../i18n/words.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { chatStateOf, type ChatState } from './chat-state.ts';
import { Compose } from './Compose.tsx';
import { Message } from './Message.tsx';
import { Unsent } from './Unsent.tsx';
import { useLooking } from './use-looking.ts';
import { useOlder } from './use-older.ts';
import styles from './Chat.module.css';

type Props = {
  /** An order's id, or the restaurant's. */
  chat: string;
  /** Whose chat it is; null: it is the restaurant's own, or the order is not here any more. */
  order: OrderView | null;
  own?: boolean;
  /** Somebody wants to read it: it is brought into sight. */
  called?: boolean;
};

export function ChatPanel({ chat: id, order, own = false, called = false }: Props) {
  const chatting = useView((view) => view.chat);
  const chat = useView((view) => view.chats.find((one) => one.id === id) ?? null);
  const state = useNow((now) => chatStateOf(chatting, chat, order, now));
  // Of an order that is not on this console only what was written is left.
  if (state === 'absent' || (!own && order === null && chat === null)) return null;
  const number = order?.order.number ?? chat?.order?.number ?? null;
  return (
    <Chat key={id} chat={chat ?? emptyChat(id)} number={number} state={state} own={own} called={called} />
  );
}

const emptyChat = (id: string): ChatView => ({
  id,
  order: null,
  closesAt: null,
  unread: 0,
  unreadSince: null,
  messages: [],
  written: [],
});

function Chat({
  chat,
  number,
  state,
  own,
  called,
}: {
  chat: ChatView;
  number: string | null;
  state: ChatState;
  own: boolean;
  called: boolean;
}) {
  const { t } = useWords();
  const section = useRef<HTMLElement>(null);
  useInSight(section, called);
  return (
    <section
      ref={section}
      className={styles.chat}
      data-chat={chat.id}
      data-own={own || undefined}
      aria-label={t(own ? 'chat.team' : 'chat.withCustomer')}
    >
      {own ? null : <Heading number={number} />}
      <Log chat={chat} own={own} open={state === 'open'} />
      <State state={state} />
      {state === 'open' ? <Compose chat={chat.id} toCustomer={!own} /> : null}
    </section>
  );
}

/** The order's own number may have been scrolled out of sight: nobody writes to the wrong customer. */
function Heading({ number }: { number: string | null }) {
  const { t } = useWords();
  return (
    <h3>
      {t('chat.withCustomer')}
      {number === null ? null : (
        <>
          {' '}
          · <bdi>{t('order.title', { number })}</bdi>
        </>
      )}
    </h3>
  );
}

const ownWays = ['wheel', 'pointerdown', 'keydown'] as const;

/** It stands at the end of what somebody opened, and what stands above it may still grow; until they go where they want. */
function useInSight(section: RefObject<HTMLElement | null>, called: boolean): void {
  useEffect(() => {
    const { current } = section;
    if (!called || current === null) return undefined;
    const bring = (): void => current.scrollIntoView({ block: 'end' });
    const watch = new ResizeObserver(bring);
    for (const child of current.parentElement?.children ?? []) watch.observe(child);
    const stop = (): void => watch.disconnect();
    for (const way of ownWays) addEventListener(way, stop, { once: true, passive: true });
    return () => {
      stop();
      for (const way of ownWays) removeEventListener(way, stop);
    };
  }, [section, called]);
}

function Log({ chat, own, open }: { chat: ChatView; own: boolean; open: boolean }) {
  const { t } = useWords();
  const older = useOlder(chat.id, chat.messages);
  const manages = useView(({ person }) => person !== null && person.role !== 'counter');
  const end = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useLooking(chat.id, end);
  const newest = chat.written.at(-1)?.id ?? chat.messages.at(-1)?.id;
  useEffect(() => {
    if (list.current !== null) list.current.scrollTop = list.current.scrollHeight;
  }, [newest]);
  const wishes = new Map(chat.written.flatMap((one) => (one.deletes === null ? [] : [[one.deletes, one]])));
  const unsent = chat.written.filter(({ deletes }) => deletes === null);
  const messages = [...older.messages, ...chat.messages];
  return (
    // Whoever goes through by key scrolls it like anybody else.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div ref={list} className={styles.log} role="log" aria-label={t('chat.messages')} tabIndex={0}>
      {older.hasMore ? (
        <div className={styles.older}>
          <Button look="plain" busy={older.asking} onClick={older.more}>
            {t('chat.older')}
          </Button>
          {older.why === null ? null : (
            <p>
              {t(`query.${older.why}`)} {mayPass(older.why) ? null : t('chat.noOlder')}
            </p>
          )}
        </div>
      ) : null}
      {messages.length + unsent.length === 0 ? (
        <p className={styles.empty}>{t(own ? 'chat.emptyTeam' : 'chat.empty')}</p>
      ) : null}
      <ol>
        {messages.map((message) => (
          <Message
            key={message.id}
            chat={chat.id}
            message={message}
            ours={own ? message.mine : message.from === 'staff'}
            mayDelete={manages && open}
            deleting={wishes.get(message.id)}
          />
        ))}
        {unsent.map((written) => (
          <Unsent key={written.id} written={written} mayRetry={open} />
        ))}
      </ol>
      <div ref={end} className={styles.end} />
    </div>
  );
}

function State({ state }: { state: ChatState }) {
  const { t } = useWords();
  const offline = useView(({ status }) => status.word === 'offline');
  if (state === 'closed' || state === 'off')
    return (
      <p className={styles.about}>
        <Icon name="lock" /> {t(`chat.${state}`)}
      </p>
    );
  return offline ? (
    <p className={styles.about} role="status">
      <Icon name="cloudOff" /> {t('chat.offline')}
    </p>
  ) : null;
}
