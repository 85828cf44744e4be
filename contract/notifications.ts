// Notifications of people: what somebody is told beside the orders, what they chose to hear of it, and the routes of both.
import { z } from 'zod';
import { hearings, notificationKinds, type NotificationKind } from './notification-kinds.ts';
import { orderMention } from './order-mention.ts';
import { ifReadable, listOfReadable, orElse, readAs, strictly, textUpTo, wordOf } from './tolerant.ts';
import { isoTime, newLongText, newShortText, uuid } from './wire.ts';

export { hearings, neverOff, notificationKinds } from './notification-kinds.ts';
export type { Hearing, NotificationKind } from './notification-kinds.ts';

/** One of a newer version is read as somebody's message: listed, counted and heard. */
export const notificationKind = wordOf(notificationKinds, 'message');

const hearing = wordOf(hearings, 'bell');
/** What is not named is heard. */
export const choices = z.object({
  message: orElse(hearing, 'bell'),
  escalation: orElse(hearing, 'bell'),
  'no-console': orElse(hearing, 'bell'),
  'console-gone': orElse(hearing, 'bell'),
  'webhook-failed': orElse(hearing, 'bell'),
  announcement: orElse(hearing, 'quiet'),
} satisfies Record<NotificationKind, z.ZodType>);
export type Choices = z.infer<typeof choices>;
export const plainChoices: Choices = choices.parse({});

/** As plain clients read it: these fields also stand in the event itself. */
export const flatNotification = z.object({
  id: uuid,
  title: textUpTo(80),
  /** Empty where the title says it all. */
  body: orElse(readAs(z.string().trim().max(500), z.string().trim()), ''),
  opened: orElse(z.boolean(), false),
  createdAt: isoTime,
});
export type FlatNotification = z.infer<typeof flatNotification>;

export const notification = z.object({
  ...flatNotification.shape,
  kind: notificationKind,
  /** For programs; no console looks into it. */
  data: ifReadable(z.record(z.string().max(100), z.unknown())),
  order: ifReadable(orderMention),
  /** Who sent it; none when the backend did by itself. */
  from: ifReadable(readAs(z.string().min(1).max(80), z.string())),
});
export type Notification = z.infer<typeof notification>;

/** Which of them somebody has opened by it: these, or all up to a moment. */
export const opening = z.object({
  ids: orElse(listOfReadable(uuid), []),
  upTo: ifReadable(isoTime),
  /** So many were not open before. */
  count: z.number().int().nonnegative(),
});
export type Opening = z.infer<typeof opening>;

/** A person's inbox at a known place of their stream; the newest come first. */
export const inbox = z.object({
  notifications: listOfReadable(notification),
  unread: z.number().int().nonnegative(),
  choices: orElse(choices, plainChoices),
});
export type Inbox = z.infer<typeof inbox>;

export const peopleAtOnce = 500;
export const newNotification = z.object({
  userIds: z.array(z.string().min(1).max(64)).min(1).max(peopleAtOnce),
  notification: z.object({
    title: newShortText,
    body: newLongText,
    data: z.record(z.string().max(100), z.unknown()).optional(),
    order: uuid.optional(),
  }),
});
export type NewNotification = z.infer<typeof newNotification>;
export const notificationSent = z.object({ id: uuid, to: z.number().int().positive() });

export const notificationsQuery = z.object({
  unread: z.enum(['true', 'false']).optional(),
  before: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});
export const notificationsPage = z.object({
  notifications: z.array(notification),
  unread: z.number().int().nonnegative(),
  before: z.string().nullable(),
});

/** A console tells later of what somebody opened while it had no network: who and when. */
export const openRequest = z.object({
  person: z.string().max(64).optional(),
  occurredAt: isoTime.optional(),
});
/** `upTo`: what came after that was not seen. */
export const openAllRequest = z.object({ ...openRequest.shape, upTo: isoTime.optional() });
/** Of the kinds that are named. */
export const choicesRequest = z.object({ ...openRequest.shape, choices: strictly(choices.partial()) });
export const choicesAnswer = z.object({ choices });
