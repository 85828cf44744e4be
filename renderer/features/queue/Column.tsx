// One column of the queue: its count, its tickets in lanes, and how many lie below.
import { startTransition, useEffect, useId, useMemo, useRef, useState, type ReactNode } from 'react';
import type { OrderView } from '../../../contract/view.ts';
import { useWords } from '../../i18n/words.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { assignLanes, weightOf } from './lanes.ts';
import { useLaneCount } from './lane-count.ts';
import { useSettling } from './settling.ts';
import { useVisibleTickets } from './visible-tickets.ts';
import { Ticket } from './Ticket.tsx';
import styles from './Column.module.css';

type Props = {
  name: string;
  title: string;
  orders: readonly OrderView[];
  /** How many there are without the search. */
  total: number;
  /** What is searched for: another search is another picture. */
  query: string;
  sub?: ReactNode;
  empty: string;
  keys: ReadonlyMap<string, number>;
  /** The order that the key "U" takes back. */
  undoable: string | null;
  slim?: boolean;
  /** Brought into sight when it changes. */
  focus: string | null;
  onVisible: (column: string, seen: readonly string[]) => void;
};

/** So many tickets are drawn at first, and so many more whenever somebody scrolls near the last. */
const first = 24;
const more = 12;

export function Column({
  name,
  title,
  orders,
  total,
  query,
  sub,
  empty,
  keys,
  undoable,
  slim = false,
  focus,
  onVisible,
}: Props) {
  const { t } = useWords();
  const heading = useId();
  const list = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState(first);
  const shown = useMemo(() => orders.slice(0, drawn), [orders, drawn]);
  const ids = useMemo(() => shown.map(({ order }) => order.id), [shown]);
  const laneCount = useLaneCount(list);
  const lanes = useLanes(shown, `${laneCount} ${query}`, laneCount);
  const visible = useVisibleTickets(list, ids, laneCount);
  useSettling(list, ids);
  const known = useKnown(orders);
  const below = (visible?.below ?? 0) + orders.length - shown.length;

  useEffect(() => onVisible(name, visible?.seen ?? []), [name, onVisible, visible]);
  useEffect(() => () => onVisible(name, []), [name, onVisible]);
  useEffect(() => {
    // By what was measured, once per measuring: what is drawn now is measured before more is.
    if (visible && visible.below < more)
      startTransition(() => setDrawn((count) => (count < orders.length ? count + more : count)));
  }, [visible, orders.length]);
  useEffect(() => {
    const place = focus === null ? -1 : orders.findIndex(({ order }) => order.id === focus);
    if (place >= drawn) setDrawn(place + more);
  }, [focus, orders, drawn]);

  return (
    <section className={styles.column} aria-labelledby={heading} data-column={name}>
      <header className={styles.head}>
        <h2 id={heading}>
          {title} <b className={styles.count}>{orders.length}</b>
          {orders.length < total ? <span className={styles.total}>/{total}</span> : null}
        </h2>
        {sub ? <p className={styles.sub}>{sub}</p> : null}
      </header>
      {/* A list without a button inside must still scroll with the arrow keys. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div ref={list} className={styles.list} tabIndex={0} role="group" aria-labelledby={heading}>
        {orders.length === 0 ? <p className={styles.empty}>{empty}</p> : null}
        {lanes.map((lane, index) => (
          // A lane is its place.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={index} className={styles.lane}>
            {lane.map((view) => (
              <Ticket
                key={view.order.id}
                view={view}
                hint={keys.get(view.order.id)}
                undoHint={view.order.id === undoable}
                slim={slim}
                fresh={known !== null && !known.has(view.order.id)}
              />
            ))}
          </div>
        ))}
      </div>
      {below > 0 ? (
        <div className={styles.edge}>
          <button
            type="button"
            className={styles.more}
            onClick={() => {
              const element = list.current;
              const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
              element?.scrollBy({ top: element.clientHeight * 0.8, behavior });
            }}
          >
            {t('column.more', { count: below })} <Icon name="down" />
          </button>
        </div>
      ) : null}
    </section>
  );
}

/** The orders that stood here when the column was drawn last; null at first, when all of them are old news. */
function useKnown(orders: readonly OrderView[]): ReadonlySet<string> | null {
  const known = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    known.current = new Set(orders.map(({ order }) => order.id));
  }, [orders]);
  return known.current;
}

const noLanes = { picture: '', placed: new Map<string, number>() };

function useLanes(orders: readonly OrderView[], picture: string, count: number): OrderView[][] {
  const before = useRef<{ picture: string; placed: ReadonlyMap<string, number> }>(noLanes);
  const placed = useMemo(() => {
    const weighed = orders.map(({ order }) => ({ id: order.id, weight: weightOf(order) }));
    // Another width or search is another picture: everything finds its place anew.
    return assignLanes(
      before.current.picture === picture ? before.current.placed : new Map(),
      weighed,
      count,
    );
  }, [orders, picture, count]);
  useEffect(() => {
    before.current = { picture, placed };
  }, [placed, picture]);
  return useMemo(() => {
    const lanes = Array.from({ length: count }, (): OrderView[] => []);
    for (const view of orders) lanes[placed.get(view.order.id) ?? 0]?.push(view);
    return lanes;
  }, [orders, placed, count]);
}
