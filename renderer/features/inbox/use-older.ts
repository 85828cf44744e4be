// Looks up a person's older notifications, page by page; what this console knows itself is shown without asking anybody.
import { useMemo, useState } from 'react';
import type { InboxPage, QueryAnswer, QueryWhy } from '../../../contract/queries.ts';
import { useConsole } from '../../app/hooks.ts';
import { useQuery } from '../../app/use-query.ts';

export type Older = {
  pages: readonly InboxPage[];
  /** When the first page came; null: what is shown is this console's alone. */
  askedAt: number | null;
  why: QueryWhy | null;
  slow: boolean;
  again: () => void;
  hasMore: boolean;
  /** Why the next page did not come. */
  moreWhy: QueryWhy | null;
  more: () => void;
};

type Behind = { first: InboxPage | null; pages: readonly InboxPage[]; asking: boolean; why: QueryWhy | null };
const nothing: Behind = { first: null, pages: [], asking: false, why: null };
const place = 'inbox';

/** `restaurant`: another one of theirs; null: this console's. */
export function useOlder(restaurant: string | null): Older {
  const { queries } = useConsole();
  const {
    value: first,
    at,
    why,
    slow,
    again,
  } = useQuery('inbox.page', place, {
    before: null,
    restaurant,
  });
  const [kept, setKept] = useState(nothing);
  const behind = kept.first === first ? kept : nothing;
  const pages = useMemo(() => (first === null ? [] : [first, ...behind.pages]), [first, behind.pages]);
  const before = pages.at(-1)?.before ?? null;

  async function more(): Promise<void> {
    if (first === null || before === null || behind.asking) return;
    setKept({ first, pages: behind.pages, asking: true, why: null });
    const answer = await queries.ask('inbox.page', place, { before, restaurant });
    setKept((now) => (now.first === first ? withPage(now, answer, before) : now));
  }
  return {
    pages,
    askedAt: first === null ? null : at,
    why,
    slow: slow || behind.asking,
    again,
    hasMore: before !== null,
    moreWhy: behind.why,
    more: () => void more(),
  };
}

/** A page that leads to itself is the last one, or it would be asked for again and again. */
function withPage(now: Behind, answer: QueryAnswer<InboxPage>, asked: string): Behind {
  if (!answer.ok) return { ...now, asking: false, why: answer.why };
  const { value } = answer;
  const page = value.before === asked ? { ...value, before: null } : value;
  return { ...now, pages: [...now.pages, page], asking: false };
}
