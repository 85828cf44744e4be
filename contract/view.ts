// What the window shows: a snapshot on opening, then numbered deltas. The main process owns the truth.
import { z } from 'zod';
import { deviceKinds, membership, person } from './api.ts';
import { healthView } from './health.ts';
import { hearings, notificationKinds } from './notifications.ts';
import { chatting, chatView } from './chat-view.ts';
import { shownOrder, verb } from './order.ts';
import { fits } from './protocol.ts';
import { restaurant } from './restaurant.ts';
import { settings } from './settings.ts';
import { isoTime } from './wire.ts';

/** One word for the pill and the tray. */
export const statusWords = [
  'not-enrolled',
  'starting',
  'live',
  'needs-update', // live, but an open order cannot be read by this version
  'catching-up',
  'polling', // orders keep coming, but without Pusher
  'checked', // a backend without a log: "checked 8 s ago"
  'offline',
  'clock-wrong',
  'signed-out', // the device was revoked, or its session ended
] as const;

export const parts = ['network', 'pusher', 'backend', 'sign-in', 'clock'] as const;
export const partState = z.strictObject({
  part: z.enum(parts),
  works: z.boolean().nullable(),
  since: isoTime,
  /** The precise cause for logs and diagnostics; the screen has its own words per part. */
  cause: z.string().max(300).nullable(),
  /** What stands between this device and the rest, where somebody has to do something about it. */
  inWay: z.enum(['proxy', 'login-page']).optional(),
});

export const statusView = z.strictObject({
  word: z.enum(statusWords),
  since: isoTime,
  /** catching-up: how many events are missing. */
  missing: z.number().int().nonnegative(),
  /** The last moment at which everything the backend had was here. */
  caughtUpAt: isoTime.nullable(),
  caughtUpTo: z.number().int().nonnegative().nullable(),
  parts: z.array(partState),
});
export type StatusView = z.infer<typeof statusView>;

/** A command pressed here whose effect has not come back from the backend yet. */
export const pendingView = z.strictObject({
  command: z.string(),
  verb,
  state: z.enum(['not-sent', 'sending', 'sent', 'refused']),
  /** It can still be taken back without anybody having heard of it. */
  undoable: z.boolean(),
  pressedAt: isoTime,
  /** refused: the backend's sentence. */
  problem: z.string().nullable(),
});

export const column = z.enum(['new', 'preparing', 'ready', 'later', 'understand', 'closed']);
export const orderView = z.strictObject({
  order: shownOrder,
  column,
  /** The newest unconfirmed command on it. `order` already shows its effect. */
  pending: pendingView.nullable(),
});
export type OrderView = z.infer<typeof orderView>;

/** An open order that cannot be read. When a copy of it could be once, that copy stands in `orders` as well. */
export const unreadableView = z.strictObject({
  id: z.string(),
  /** What staff call out. */
  number: z.string(),
  column,
  /** Since when it cannot be read. */
  since: isoTime,
  hasCopy: z.boolean(),
  /** False: not even its id could be read, so nothing but "Handled" can be pressed. */
  answerable: z.boolean(),
  pending: pendingView.nullable(),
});
export type UnreadableView = z.infer<typeof unreadableView>;

export const bellView = z.strictObject({
  ringing: z.boolean(),
  /** Orders that wait to be accepted or rejected. */
  unaccepted: z.number().int().nonnegative(),
  snoozedUntil: isoTime.nullable(),
});

/** Something the person at the screen must know; stays until dismissed or no longer true. */
export const noticeCodes = [
  'settings-restored',
  'settings-reset',
  'journal-repaired',
  'session-damaged', // its journal is whole: nothing is lost
  'session-lost',
  'presses-lost', // of another restaurant; the orders' numbers
  'notifications-failed',
  'policy-refused',
  'policy-newer', // the keys that this version passed over
  'secrets-unavailable',
  'disk-full',
  'disk-failed', // it takes nothing for another reason
  'folder-unusable', // its own folder cannot be written, or belongs to somebody else
  'settings-not-kept',
  'autostart-failed',
  'internal-fault',
  'enrolment-failed',
  'console-gone', // other consoles of the restaurant; their names
  'was-away', // from/to/how many orders came meanwhile
  'bell-not-heard', // at opening; when it rang
  'device-sought', // a manager had it ring to find it
  'inbox-behind', // of whoever is stepped in; since when
  'quit-forbidden', // somebody wanted to quit, and IT does not want it
  'bell-unheard', // why: nobody here would hear an order
] as const;
export const notice = z.strictObject({
  id: z.string(),
  code: z.enum(noticeCodes),
  at: isoTime,
  /** The file, reason or number the sentence names. */
  detail: z.string().max(500),
});
export type Notice = z.infer<typeof notice>;

/** What a person is told beside the orders. */
export const notificationView = z.strictObject({
  id: z.string(),
  kind: z.enum(notificationKinds),
  title: z.string(),
  body: z.string(),
  createdAt: isoTime,
  opened: z.boolean(),
  order: z.strictObject({ id: z.string(), number: z.string() }).nullable(),
  from: z.string().nullable(),
});
export type NotificationView = z.infer<typeof notificationView>;

export const hearingChoices = z.record(z.enum(notificationKinds), z.enum(hearings));

/** The inbox of whoever is stepped in, with what was pressed here and is not confirmed yet. */
export const inboxView = z.strictObject({
  /** The newest that there are, newest first. */
  notifications: z.array(notificationView),
  /** Of all that there are. */
  unread: z.number().int().nonnegative(),
  choices: hearingChoices,
  /** What was opened since they stepped in, here or elsewhere; older pages that were looked up do not know. */
  opened: z.strictObject({ ids: z.array(z.string()), upTo: isoTime.nullable() }),
});
export type InboxView = z.infer<typeof inboxView>;
/** What is announced and was not dismissed on this device. */
export const announcementView = z.strictObject({
  id: z.string(),
  text: z.string(),
  at: isoTime,
  /** Somebody of the restaurant; null: whoever runs the order system. */
  from: z.string().nullable(),
});
export type AnnouncementView = z.infer<typeof announcementView>;

/** What the program itself is about to do, beside the orders. */
export const programView = z.strictObject({
  /** Somebody wanted to quit and is asked back; by this computer's clock it goes away by itself then. */
  quitAsked: z.strictObject({ until: isoTime }).nullable(),
  /** The window was closed for the first time, and this is where it goes. */
  closing: z.enum(['tray', 'minimised']).nullable(),
  /** `lifted`: somebody knew the code; until they go back to it, or the next start. */
  kiosk: z.enum(['off', 'on', 'lifted']),
  /** Whose code leads out of the kiosk; null: there is none. */
  exitCode: z.enum(['policy', 'own']).nullable(),
  /** Counts how often it was to be asked for. */
  codeAsked: z.number().int().nonnegative(),
});
export type ProgramView = z.infer<typeof programView>;

export const view = z.strictObject({
  n: z.number().int().nonnegative(),
  /** Add this to the window's clock to get the backend's time. */
  skewMs: z.number(),
  status: statusView,
  /** Beside the status: what the console knows of the machine it stands on, and whether anybody hears it. */
  health: healthView,
  bell: bellView,
  restaurant: restaurant.nullable(),
  device: z.strictObject({ id: z.string(), name: z.string(), kind: z.enum(deviceKinds) }).nullable(),
  person: person.nullable(),
  /** Where the person has a role, this restaurant first; empty while nobody is in, or the backend does not tell. */
  restaurants: z.array(membership).readonly(),
  orders: z.array(orderView),
  unreadable: z.array(unreadableView),
  /** null: this backend has no chats. */
  chat: chatting.nullable(),
  chats: z.array(chatView),
  /** Whether this console and the order system still go together. */
  fit: z.enum(fits),
  notices: z.array(notice),
  program: programView,
  /** null: nobody is stepped in, or the backend has no such thing. */
  inbox: inboxView.nullable(),
  /** The newest first. */
  announcements: z.array(announcementView),
  settings,
  /** Settings fixed by IT. */
  locked: z.array(z.string()),
  /** What a notification was clicked for: brought into sight once. */
  focus: z
    .union([
      z.strictObject({ order: z.string(), n: z.number().int() }),
      /** null: the inbox as a whole. */
      z.strictObject({ inbox: z.string().nullable(), n: z.number().int() }),
    ])
    .nullable(),
});
export type View = z.infer<typeof view>;

/** Follows the view numbered `n - 1`; a gap means: ask for the view again. */
export const viewDelta = z.strictObject({
  n: z.number().int().positive(),
  ...view.omit({ n: true, orders: true, chats: true }).partial().shape,
  orders: z.strictObject({ put: z.array(orderView), drop: z.array(z.string()) }).optional(),
  chats: z.strictObject({ put: z.array(chatView), drop: z.array(z.string()) }).optional(),
});
export type ViewDelta = z.infer<typeof viewDelta>;
