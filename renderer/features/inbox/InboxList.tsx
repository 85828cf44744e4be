// The rows of the inbox under fingers and arrow keys, and the way to older ones at their end.
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { NotificationView } from '../../../contract/view.ts';
import { useWords } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import { InboxRow } from './InboxRow.tsx';
import type { Older } from './use-older.ts';
import room from '../../ui/Room.module.css';

type Props = {
  rows: readonly NotificationView[];
  /** The one that a notification on the desktop was about. */
  at: string | null;
  older: Older;
  /** Another restaurant of theirs; null: this console's. */
  restaurant: string | null;
};

export function InboxList({ rows, at, older, restaurant }: Props) {
  const { t } = useWords();
  const list = useRef<HTMLDivElement>(null);
  const [unfolded, setUnfolded] = useState<string | null>(at);

  useEffect(() => {
    if (at === null) return;
    const row = list.current?.querySelector<HTMLElement>(`[data-notification="${CSS.escape(at)}"]`);
    row?.scrollIntoView({ block: 'center' });
    row?.focus({ preventScroll: true });
  }, [at]);

  function keyed(event: KeyboardEvent): void {
    const all = [...(list.current?.querySelectorAll<HTMLElement>('[data-notification]') ?? [])];
    const here = all.findIndex((row) => row === document.activeElement);
    const steps: Record<string, number> = {
      ArrowDown: here + 1,
      ArrowUp: Math.max(0, here - 1),
      Home: 0,
      End: all.length - 1,
    };
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    all[Math.min(next, all.length - 1)]?.focus();
  }

  return (
    <div ref={list} className={room.wide}>
      {rows.length === 0 && (restaurant === null || older.askedAt !== null) ? (
        <p className={room.empty}>{t('inbox.none')}</p>
      ) : null}
      {/* The keys are for the rows inside. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <ul aria-label={t('inbox.list')} onKeyDown={keyed}>
        {rows.map((row) => (
          <InboxRow
            key={row.id}
            row={row}
            restaurant={restaurant}
            isUnfolded={row.id === unfolded}
            onUnfold={() => setUnfolded(row.id === unfolded ? null : row.id)}
          />
        ))}
      </ul>
      {older.hasMore ? (
        <div className={room.about}>
          <Button look="plain" onClick={older.more}>
            {t('inbox.older')}
          </Button>
          {older.moreWhy === null ? null : <p role="status">{t(`query.${older.moreWhy}`)}</p>}
        </div>
      ) : null}
    </div>
  );
}
