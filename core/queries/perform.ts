// Performs queries: one at a time from each place of the window, bounded in time, dropped as soon as nobody may have
// the answer any more. Nothing of it enters the ledger.
import type { Asked, QueryAnswer, QueryName, QueryWhy, Value } from '../../contract/queries.ts';
import type { StatusView } from '../../contract/view.ts';
import type { Backend, BackendAnswer, BackendRequest, BackendTarget, GiveUp } from '../ports/backend.ts';
import type { Log } from '../ports/log.ts';
import { abilitiesOf } from '../session/abilities.ts';
import type { WithBackend } from '../session/backend-kind.ts';
import { createLookElsewhere } from './look-elsewhere.ts';
import type { Query } from './query.ts';
import { table } from './table.ts';

/** As much of what the console knows as decides who may ask whom. */
export type Standing = {
  readonly session:
    | (BackendTarget & WithBackend & { readonly token: string; readonly restaurantId: string })
    | null;
  readonly person: { readonly token: string } | null;
  readonly status: { readonly word: StatusView['word'] };
};

export type Queries = {
  ask<N extends QueryName>(name: N, place: string, asked: Asked<N>): Promise<QueryAnswer<Value<N>>>;
  /** `place: null`: the console asks for itself, and nobody who looks elsewhere ends it. */
  perform<A, V>(query: Query<A, V>, place: string | null, asked: A): Promise<QueryAnswer<V>>;
  cancel(place: string): void;
  /** The window is gone, and with it everybody who waited there. */
  cancelAll(): void;
  /** Gives up what was asked in the name of a session or person that is not here any more. */
  review(): void;
};

type UnderWay = { place: string | null; whose: 'device' | 'person'; token: string; giveUp(): void };

/** A page of the longest orders is lighter. Everything else waits while an answer is taken apart, the bell as well. */
const answerBytes = 8 * 1024 * 1024;

const no = (why: QueryWhy): { ok: false; why: QueryWhy } => ({ ok: false, why });

export function createQueries(ports: { backend: Backend; log: Log }, standing: () => Standing): Queries {
  const underWay = new Set<UnderWay>();
  const looks = createLookElsewhere((request) => {
    const { session } = standing();
    if (session === null) throw new Error('Nobody looks elsewhere without a session.');
    return ports.backend.exchange(session, request);
  });

  function giveUpWhere(isOver: (one: UnderWay) => boolean): void {
    for (const one of [...underWay].filter(isOver)) {
      underWay.delete(one);
      one.giveUp();
    }
  }

  const cancel = (place: string) => giveUpWhere((one) => one.place === place);

  async function perform<A, V>(query: Query<A, V>, place: string | null, asked: A): Promise<QueryAnswer<V>> {
    if (place !== null) cancel(place);
    const { session, status } = standing();
    const token = tokenFor(query.whose, standing());
    if (session === null || token === null || !abilitiesOf(session).answersQueries) return no('not-allowed');
    // Known already: nobody has to wait for a time-out to be told so.
    if (status.word === 'offline') return no('offline');
    const path = query.path(asked);
    if (path === null) return no('gone');
    const at = query.at?.(asked) ?? session.restaurantId;
    const elsewhere = at === session.restaurantId ? null : at;
    // Elsewhere nobody is known but who is stepped in.
    if (elsewhere !== null && standing().person === null) return no('not-allowed');
    const request = { method: 'GET', path, token, timeoutMs: query.timeoutMs, answerBytes } as const;
    const patience = createPatience();
    const whose = elsewhere === null ? query.whose : 'person';
    const mine: UnderWay = {
      place,
      whose,
      token: tokenFor(whose, standing()) ?? token,
      giveUp: patience.giveUp,
    };
    underWay.add(mine);
    const asking =
      elsewhere === null
        ? exchange(session, request, patience)
        : exchangeElsewhere(session, { ...request, token: mine.token }, elsewhere, patience);
    const answer = await Promise.race([asking, patience.over]);
    underWay.delete(mine);
    if (answer === null || tokenFor(whose, standing()) !== mine.token) return no('failed');
    return 'why' in answer && !('kind' in answer) ? answer : judged(query, answer, path);
  }

  /** A look may have ended before its time, as when somebody's role was given back to them: it is tried once more. */
  async function exchangeElsewhere(
    session: NonNullable<Standing['session']>,
    request: BackendRequest & { token: string },
    restaurant: string,
    giveUp: GiveUp,
  ): Promise<BackendAnswer | { ok: false; why: QueryWhy }> {
    for (let again = true; ; again = false) {
      const look = await looks.into(restaurant, request.token);
      if (!look.ok) return no(look.why);
      const answer = await exchange(session, { ...request, token: look.token }, giveUp);
      if (answer.kind === 'failure' || answer.status !== 401 || !again || giveUp.given) return answer;
      looks.forget(restaurant);
    }
  }

  /** What only lost its connection is asked again on a new one. */
  async function exchange(
    target: BackendTarget,
    request: BackendRequest,
    giveUp: GiveUp,
  ): Promise<BackendAnswer> {
    for (;;) {
      const answer = await ports.backend.exchange(target, request, giveUp);
      if (answer.kind === 'answer' || answer.why !== 'dropped' || giveUp.given) return answer;
    }
  }

  function judged<A, V>(query: Query<A, V>, answer: BackendAnswer, path: string): QueryAnswer<V> {
    if (answer.kind === 'failure') return no(answer.why === 'unreadable' ? 'failed' : 'offline');
    if (answer.status !== 200) return no(whyOf(answer.status));
    const value = query.read(answer.body);
    if (value !== null) return { ok: true, value };
    // The path without its query: what somebody searched for is no business of the log's.
    ports.log.warn('query.unreadable', { path: path.replace(/\?.*$/, '') });
    return no('failed');
  }

  return {
    ask: (name, place, asked) => perform(table[name], place, asked),
    perform,
    cancel,
    cancelAll: () => giveUpWhere(({ place }) => place !== null),
    review() {
      looks.keepOnly(standing().person?.token ?? null);
      giveUpWhere(({ whose, token }) => tokenFor(whose, standing()) !== token);
    },
  };
}

function tokenFor(whose: 'device' | 'person', { session, person }: Standing): string | null {
  if (session === null) return null;
  return whose === 'person' && person !== null ? person.token : session.token;
}

function whyOf(status: number): QueryWhy {
  if (status === 401 || status === 403) return 'not-allowed';
  return status === 404 || status === 410 ? 'gone' : 'failed';
}

type Patience = GiveUp & { giveUp(): void; over: Promise<null> };

function createPatience(): Patience {
  const heard: (() => void)[] = [];
  let given = false;
  const over = new Promise<null>((resolve) => heard.push(() => resolve(null)));
  return {
    get given() {
      return given;
    },
    onGiven(run) {
      if (given) run();
      else heard.push(run);
    },
    giveUp() {
      given = true;
      for (const run of heard.splice(0)) run();
    },
    over,
  };
}
