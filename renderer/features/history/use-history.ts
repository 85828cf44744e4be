// What the history shows of a search: this console's own orders at once, the order system's when they come, page by page.
import { useEffect, useMemo, useState } from 'react';
import type { HistoryPage, HistorySearch, QueryAnswer, QueryWhy } from '../../../contract/queries.ts';
import { useConsole, useView } from '../../app/hooks.ts';
import { useQuery } from '../../app/use-query.ts';
import { useWords } from '../../i18n/words.tsx';
import { matches } from '../../ticket/search.ts';
import { leadsNowhere, rowsOf, type Row } from './found.ts';

export type Search = Pick<HistorySearch, 'text' | 'day' | 'restaurant'>;

export type History = {
  rows: Row[];
  /** When the order system answered; null: what is shown is this console's alone. */
  askedAt: number | null;
  why: QueryWhy | null;
  slow: boolean;
  again: () => void;
  /** There is more behind the last row. */
  hasMore: boolean;
  /** Why the next page did not come. */
  moreWhy: QueryWhy | null;
  more: () => void;
};

/** Nobody is asked for every letter that is typed. */
const typingMs = 250;
const place = 'history';

export function useHistory(search: Search): History {
  const settled = useSettled(search);
  const first = useQuery('orders.history', place, { ...settled, before: null });
  const { pages, asking, why: moreWhy, more } = useMore(settled, first.value);
  const local = useLocal(search);
  const isAnswered = settled === search && first.value !== null;
  const rows = useMemo(() => rowsOf(local, isAnswered ? pages : null), [local, pages, isAnswered]);
  return {
    rows,
    askedAt: isAnswered ? first.at : null,
    why: settled === search ? first.why : null,
    slow: first.slow || asking,
    again: first.again,
    hasMore: isAnswered && pages.at(-1)?.before != null,
    moreWhy,
    more,
  };
}

/** The search as it was when somebody paused typing; a day that was chosen is meant at once. */
function useSettled(search: Search): Search {
  const { queries } = useConsole();
  const [settled, setSettled] = useState(search);
  const isTyping = search.text !== settled.text;
  useEffect(() => {
    if (!isTyping) {
      setSettled(search);
      return undefined;
    }
    return queries.after(typingMs, () => setSettled(search));
  }, [queries, search, isTyping]);
  return settled;
}

function useLocal({ text, day, restaurant }: Search) {
  const { f } = useWords();
  const orders = useView((view) => view.orders);
  return useMemo(
    () =>
      orders.filter(
        ({ order }) =>
          // Of another restaurant this console has none.
          restaurant == null &&
          matches(order, text, { phone: true }) &&
          (day === null || f.isoDay(order.placedAt) === day),
      ),
    [orders, text, day, restaurant, f],
  );
}

type Later = {
  behind: HistoryPage | null;
  pages: readonly HistoryPage[];
  asking: boolean;
  why: QueryWhy | null;
};
const nothing: Later = { behind: null, pages: [], asking: false, why: null };

/** A page that leads to itself is the last one, or it would be asked for again and again. */
const endedWhereItBegan = (page: HistoryPage, asked: string): HistoryPage =>
  page.before === asked ? { ...page, before: null } : page;

function laterAfter(now: Later, { answer, before }: { answer: QueryAnswer<HistoryPage>; before: string }) {
  if (!answer.ok) return { ...now, asking: false, why: answer.why };
  const page = endedWhereItBegan(answer.value, before);
  const known = now.behind === null ? now.pages : [now.behind, ...now.pages];
  if (leadsNowhere(page, known)) return { ...now, asking: false, why: 'failed' as const };
  return { ...now, pages: [...now.pages, page], asking: false };
}

/** The pages behind the first one; they belong to it, and go when another takes its place. */
function useMore(search: Search, first: HistoryPage | null) {
  const { queries } = useConsole();
  const [kept, setKept] = useState(nothing);
  const later = kept.behind === first ? kept : nothing;
  const pages = useMemo(() => (first === null ? [] : [first, ...later.pages]), [first, later.pages]);

  async function more(): Promise<void> {
    const before = pages.at(-1)?.before ?? null;
    if (first === null || before === null || later.asking) return;
    setKept({ behind: first, pages: later.pages, asking: true, why: null });
    const answer = await queries.ask('orders.history', place, { ...search, before });
    setKept((now) => (now.behind === first ? laterAfter(now, { answer, before }) : now));
  }
  return { pages, asking: later.asking, why: later.why, more: () => void more() };
}
