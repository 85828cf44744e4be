// Asks the backend through the console: what comes is the answer or why there is none, and never an exception.
import type { CounterbellWindow } from '../../contract/ipc.ts';
import type { Asked, QueryAnswer, QueryName, QueryWhy, Value } from '../../contract/queries.ts';
import type { View } from '../../contract/view.ts';

export type Queries = {
  ask<N extends QueryName>(query: N, place: string, asked: Asked<N>): Promise<QueryAnswer<Value<N>>>;
  cancel(place: string): void;
  /** For what is shown only once it has taken a while. */
  after(ms: number, run: () => void): () => void;
};

type Wiring = Pick<CounterbellWindow, 'ask' | 'cancelQuery'> & Pick<Queries, 'after'>;

export function createQueries(api: Wiring): Queries {
  const failed = { ok: false, why: 'failed' } as const;
  return {
    async ask(query, place, asked) {
      const sent = await api.ask(query, place, asked).catch(() => null);
      return sent?.ok === true ? sent.value : failed;
    },
    cancel: (place) => void api.cancelQuery({ place }).catch(() => undefined),
    after: api.after,
  };
}

/** What is known of one question: the last value stays in sight while it is asked again. */
export type Asking<T> = {
  value: T | null;
  /** When that value came, by the backend's clock. */
  at: number | null;
  why: QueryWhy | null;
  /** Being asked, and for long enough to say so: what comes at once must not flicker. */
  slow: boolean;
};

export const nothingAsked: Asking<never> = { value: null, at: null, why: null, slow: false };
/** So long nobody is told that an answer is waited for. */
export const quietMs = 300;

export type AskingNews<T> =
  | { kind: 'asked'; same: boolean }
  | { kind: 'slow' }
  | { kind: 'answered'; answer: QueryAnswer<T>; at: number };

export function askingAfter<T>(before: Asking<T>, news: AskingNews<T>): Asking<T> {
  switch (news.kind) {
    case 'asked':
      return news.same ? { ...before, slow: false } : nothingAsked;
    case 'slow':
      return { ...before, slow: true };
    case 'answered':
      return news.answer.ok
        ? { value: news.answer.value, at: news.at, why: null, slow: false }
        : { ...before, why: news.answer.why, slow: false };
    default:
      return news satisfies never;
  }
}

/** With such a connection the backend can be asked something. */
export const canBeAsked = (word: View['status']['word']): boolean =>
  word === 'live' || word === 'needs-update' || word === 'catching-up' || word === 'polling';

/** Worth asking again as soon as the connection is back. */
export const mayPass = (why: QueryWhy | null): boolean => why === 'offline' || why === 'failed';
