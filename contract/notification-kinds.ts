// Names the kinds of notifications, and what a person may choose to hear of each. Words alone: the window reads them, too.
export const notificationKinds = [
  'message', // somebody wrote it, or a program
  'escalation', // an order that nobody answers
  'no-console', // nobody would hear an order
  'console-gone', // one console of several cannot be reached
  'webhook-failed', // a call that did not arrive
  'announcement',
] as const;
export type NotificationKind = (typeof notificationKinds)[number];

/** `quiet`: listed and counted. `off`: listed only. */
export const hearings = ['bell', 'quiet', 'off'] as const;
export type Hearing = (typeof hearings)[number];
/** These nobody can switch off: then a meal would get cold without anybody knowing. */
export const neverOff: readonly NotificationKind[] = ['escalation', 'no-console'];
