// The rows that were found. Only those near what is in sight are drawn; scrolling to the end gets more.
import { useEffect, useImperativeHandle, useRef, useState, type KeyboardEvent, type Ref } from 'react';
import { useNavigation } from '../../app/hooks.ts';
import { useWords } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import type { Row } from './found.ts';
import { HistoryRow } from './HistoryRow.tsx';
import type { History } from './use-history.ts';
import { drawnRows, useVisibleRows } from './visible-rows.ts';
import room from '../../ui/Room.module.css';
import styles from './History.module.css';

type Props = {
  ref: Ref<{ focus: () => void }>;
  history: History;
  /** Another search begins at the top. */
  search: string;
  restaurant: string | null;
};

/** The next page is asked for when so many rows are left below. */
const ahead = 10;

export function HistoryList({ ref, history, search, restaurant }: Props) {
  const { t } = useWords();
  const navigation = useNavigation();
  const { rows, hasMore, moreWhy, more, askedAt } = history;
  const list = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const wanted = useRef(false);
  const { slice, rowHeight, scrollTo } = useVisibleRows(list, rows.length);

  useEffect(() => {
    setActive(0);
    if (list.current) list.current.scrollTop = 0;
  }, [search]);
  useEffect(() => {
    if (hasMore && moreWhy === null && slice.last >= rows.length - ahead) more();
  });
  useEffect(() => {
    if (wanted.current) wanted.current = !focusRow(active);
  });

  function focusRow(index: number): boolean {
    const row = list.current?.querySelector<HTMLElement>(`[data-row="${index}"]`);
    row?.focus({ preventScroll: true });
    return row != null;
  }

  function go(index: number): void {
    const next = Math.min(Math.max(0, index), rows.length - 1);
    if (next < 0) return;
    scrollTo(next);
    setActive(next);
    // One that is far away is drawn first.
    wanted.current = !focusRow(next);
  }
  useImperativeHandle(ref, () => ({ focus: () => go(active) }));

  function keyed(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor((list.current?.clientHeight ?? 0) / rowHeight) - 1);
    const steps: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: rows.length - 1,
    };
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    go(next);
  }

  function open({ id, found }: Row): void {
    const from = found === null || askedAt === null ? {} : { found, foundAt: askedAt };
    const where = restaurant === null ? {} : { restaurant };
    navigation.open('order', { order: id, ...from, ...where });
  }

  return (
    <>
      {rows.length === 0 ? (
        <p className={room.empty}>{t(askedAt === null ? 'history.noneHere' : 'history.none')}</p>
      ) : null}
      <div ref={list} className={`${room.wide} ${styles.list}`}>
        {/* The keys are for the rows inside. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
        <ul
          aria-label={t('history.found')}
          style={{ blockSize: `calc(${rows.length} * var(--row))` }}
          onKeyDown={keyed}
        >
          {drawnRows(slice, active, rows.length).map((index) => {
            const row = rows[index];
            return row === undefined ? null : (
              <HistoryRow
                key={row.id}
                row={row}
                index={index}
                count={hasMore ? -1 : rows.length}
                isActive={index === active}
                onFocus={() => setActive(index)}
                onOpen={() => open(row)}
              />
            );
          })}
        </ul>
      </div>
      {moreWhy === null ? null : (
        <div className={room.about} role="status">
          <p>{t(`query.${moreWhy}`)}</p>
          <Button look="plain" onClick={more}>
            {t('query.again')}
          </Button>
        </div>
      )}
    </>
  );
}
