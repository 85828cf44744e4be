// Computes what the window shows of a person's inbox: its words, and never what programs have added for themselves.
import type { Notification } from '../../contract/notifications.ts';
import type { InboxView, NotificationView } from '../../contract/view.ts';
import type { Known } from '../inbox/known.ts';
import { shownInbox, unreadShown } from '../inbox/shown.ts';
import type { State } from '../rules/turn.ts';

/** The same object as long as nothing has changed: that is what deltas are made from. */
const made = new WeakMap<Known, InboxView>();

export function inboxView(state: State): InboxView | null {
  const shown = shownInbox(state);
  if (shown === null) return null;
  const before = made.get(shown);
  if (before !== undefined) return before;
  const view: InboxView = {
    notifications: shown.notifications.map(notificationView),
    unread: unreadShown(shown),
    choices: shown.choices,
    opened: { ids: [...shown.openedIds], upTo: shown.openedUpTo },
  };
  made.set(shown, view);
  return view;
}

export const notificationView = ({
  id,
  kind,
  title,
  body,
  createdAt,
  opened,
  order,
  from,
}: Notification): NotificationView => ({
  id,
  kind,
  title,
  body,
  createdAt,
  opened,
  order: order ?? null,
  from: from ?? null,
});
