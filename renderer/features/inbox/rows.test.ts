import { expect, test } from 'vitest';
import type { InboxView, NotificationView } from '../../../contract/view.ts';
import { plainChoices } from '../../../contract/notifications.ts';
import { rowsOf } from './rows.ts';

const at = (minute: number): string => `2026-03-06T12:${String(minute).padStart(2, '0')}:00.000Z`;
const one = (minute: number, opened = false): NotificationView => ({
  id: `n${minute}`,
  kind: 'message',
  title: `At ${minute}`,
  body: '',
  createdAt: at(minute),
  opened,
  order: null,
  from: null,
});
const inbox = (notifications: NotificationView[], opened: Partial<InboxView['opened']> = {}): InboxView => ({
  notifications,
  unread: 0,
  choices: plainChoices,
  opened: { ids: [], upTo: null, ...opened },
});
const page = (...notifications: NotificationView[]) => ({ notifications, before: null });
const seen = (rows: NotificationView[]) => rows.map(({ id, opened }) => `${id} ${opened ? 'read' : 'new'}`);

test('each once, newest first, and as this console knows it rather than as it was looked up', () => {
  const rows = rowsOf(inbox([one(9), one(8, true)]), [page(one(8), one(7)), page(one(7), one(6, true))]);
  expect(seen(rows)).toEqual(['n9 new', 'n8 read', 'n7 new', 'n6 read']);
});

test('what was opened since then is opened on a page as well, one by one or up to a moment', () => {
  const pages = [page(one(7), one(6), one(5))];
  expect(seen(rowsOf(inbox([], { ids: ['n6'] }), pages))).toEqual(['n7 new', 'n6 read', 'n5 new']);
  expect(seen(rowsOf(inbox([], { upTo: at(6) }), pages))).toEqual(['n7 new', 'n6 read', 'n5 read']);
});
