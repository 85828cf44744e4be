// Asks for a page of a person's older notifications, newest first.
import { z } from 'zod';
import { notification } from '../../contract/notifications.ts';
import type { Asked, Value } from '../../contract/queries.ts';
import { orElse } from '../../contract/tolerant.ts';
import { inAddress } from '../../contract/wire.ts';
import { notificationView } from '../view/inbox.ts';
import type { Query } from './query.ts';

const onAPage = 30;
/** No backend was asked for so many: a page of them is none, and is not looked at one by one. */
const far = 1000;

/** Each is read by itself: one that cannot be read must not hide the others. */
const readable = z.object({
  notifications: z.array(z.unknown()).max(far),
  before: orElse(z.string().min(1).max(100).nullable(), null),
});

export const inboxPage: Query<Asked<'inbox.page'>, Value<'inbox.page'>> = {
  whose: 'person',
  timeoutMs: 8000,
  at: ({ restaurant }) => restaurant,
  path({ before }) {
    const behind = before === null ? '' : `before=${inAddress(before)}&`;
    return `/notifications?${behind}limit=${onAPage}`;
  },
  read(body) {
    const page = readable.safeParse(body).data;
    if (page === undefined) return null;
    const read = page.notifications.flatMap((wire) => notification.safeParse(wire).data ?? []);
    return { notifications: read.map(notificationView), before: page.before };
  },
};
