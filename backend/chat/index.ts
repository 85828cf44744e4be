// Chats: written into, read, deleted and looked up, each in one transaction with what its streams tell of it.
import type { Principal } from '../../contract/permissions.ts';
import { batchCalls } from '../db/batch-calls.ts';
import type { Store } from '../db/store.ts';
import { createAllowance, type Rate } from '../http/allowance.ts';
import { ProblemError } from '../http/problem.ts';
import type { EventLog } from '../streams/event-log.ts';
import { authorOf } from './author.ts';
import { deleteMessage } from './delete.ts';
import { keyOf } from './keys.ts';
import { chatPage, type ChatPage, type PageWish } from './queries.ts';
import { markRead } from './read.ts';
import { writeAll, type Wish, type Written } from './write.ts';

export type ChatParts = {
  store: Store;
  log: EventLog;
  now: () => number;
};

export type ChatService = {
  write(
    asking: Principal,
    asked: { id: string; message: string; person?: string | undefined },
    key: string | null,
  ): Promise<Written>;
  markRead(principal: Principal, asked: { id: string; upTo: string }): Promise<void>;
  deleteMessage(principal: Principal, asked: { id: string; message: string }): Promise<void>;
  page(wish: Omit<PageWish, 'now'>): Promise<ChatPage>;
  /** True once after texts were written over: traces of them are still to be cleared up. */
  takeDeleted(): boolean;
};

/** As fast as people write. Staff answer many customers at once, and send what they wrote offline. */
const rates = {
  customer: { perSecond: 0.5, burst: 8 },
  staff: { perSecond: 5, burst: 60 },
} satisfies Record<string, Rate>;
const mostTogether = 32;
/** When so many writes wait, orders are waiting too: they go first. */
const longestQueue = 200;

export function createChat({ store, log, now }: ChatParts): ChatService {
  const allowance = createAllowance();
  let deleted = false;
  const { ask, waiting } = batchCalls<Wish, Written>({
    most: mostTogether,
    // The same message sent twice at once: the second finds the first one's answer.
    nameOf: ({ key }) => key && `${key.scope} ${key.key}`,
    act: (wishes) => log.write((tx, append) => writeAll(store, tx, append, wishes, now()), { last: true }),
  });

  /** Each sender has an account of their own: a flood of one makes nobody else wait. */
  function admit(principal: Principal): void {
    const rate = principal.kind === 'customer' ? rates.customer : rates.staff;
    const seconds = allowance.take(`${principal.kind} ${principal.id}`, rate, now());
    if (seconds > 0)
      throw new ProblemError('throttled', `That is a lot of messages. Go on in ${seconds} s.`, {
        retryAfterSeconds: seconds,
      });
    if (store.waiting() + waiting() > longestQueue)
      throw new ProblemError('busy', 'There is much to do. Send it again in a second.', {
        retryAfterSeconds: 1,
      });
  }

  return {
    async write(asking, { id, message, person }, key) {
      admit(asking);
      const principal = await authorOf(store.read, asking, person, now());
      return ask({ principal, id, text: message, key: keyOf(principal, key, [id, message]) });
    },
    async markRead(principal, asked) {
      admit(principal);
      await log.write((tx, append) => markRead(store, tx, append, { principal, ...asked }, now()), {
        last: true,
      });
    },
    async deleteMessage(principal, asked) {
      const gone = await log.write((tx, append) =>
        deleteMessage(store, tx, append, { principal, ...asked }, now()),
      );
      if (gone) deleted = true;
    },
    page: (wish) => chatPage(store, { ...wish, now: now() }),
    takeDeleted() {
      const was = deleted;
      deleted = false;
      return was;
    },
  };
}
