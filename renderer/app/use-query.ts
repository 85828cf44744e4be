// Asks the backend something for as long as a part of the window shows it.
import { useEffect, useReducer, useRef, useState } from 'react';
import type { Asked, QueryName, Value } from '../../contract/queries.ts';
import { useConsole, useView } from './hooks.ts';
import {
  askingAfter,
  canBeAsked,
  mayPass,
  nothingAsked,
  quietMs,
  type Asking,
  type AskingNews,
} from './queries.ts';

export type Query<T> = Asking<T> & { again(): void };

/**
 * `place`: where it is asked; one question at a time from each. It is asked again when `version` changes, when the
 * connection is back after it failed, and when somebody wants it.
 */
export function useQuery<N extends QueryName>(
  query: N,
  place: string,
  asked: Asked<N>,
  version = '',
): Query<Value<N>> {
  const { queries, clock } = useConsole();
  const [asking, tell] = useReducer<Asking<Value<N>>, [AskingNews<Value<N>>]>(askingAfter, nothingAsked);
  const [times, setTimes] = useState(0);
  const key = JSON.stringify([query, asked]);
  const askedLast = useRef('');

  useEffect(() => {
    let over = false;
    tell({ kind: 'asked', same: askedLast.current === key });
    askedLast.current = key;
    const calm = queries.after(quietMs, () => tell({ kind: 'slow' }));
    void queries.ask(query, place, (JSON.parse(key) as [N, Asked<N>])[1]).then((answer) => {
      if (over) return;
      calm();
      tell({ kind: 'answered', answer, at: clock.now() });
    });
    return () => {
      over = true;
      calm();
      queries.cancel(place);
    };
  }, [queries, clock, query, place, key, version, times]);

  const reachable = useView(({ status }) => canBeAsked(status.word));
  const why = useRef(asking.why);
  why.current = asking.why;
  useEffect(() => {
    if (reachable && mayPass(why.current)) setTimes((count) => count + 1);
  }, [reachable]);

  return { ...asking, again: () => setTimes((count) => count + 1) };
}
