// Puts what this console knows of an inbox and the older pages that were looked up into one list, newest first.
import type { InboxPage } from '../../../contract/queries.ts';
import type { InboxView, NotificationView } from '../../../contract/view.ts';

/** What this console knows is newer than any page; of what stands on pages alone it knows what was opened since. */
export function rowsOf(inbox: InboxView, pages: readonly InboxPage[]): NotificationView[] {
  const rows = new Map(inbox.notifications.map((one) => [one.id, one]));
  const opened = new Set(inbox.opened.ids);
  for (const one of pages.flatMap(({ notifications }) => notifications)) {
    const isOpened = one.opened || opened.has(one.id) || isUpTo(inbox.opened.upTo, one.createdAt);
    if (!rows.has(one.id)) rows.set(one.id, isOpened === one.opened ? one : { ...one, opened: isOpened });
  }
  return [...rows.values()].toSorted((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
}

/** Of another restaurant of theirs nothing is known here but what was looked up. */
export const rowsElsewhere = (pages: readonly InboxPage[]): NotificationView[] =>
  pages.flatMap(({ notifications }) => notifications);

const isUpTo = (moment: string | null, at: string): boolean =>
  moment !== null && Date.parse(at) <= Date.parse(moment);
