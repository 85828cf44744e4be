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

/** What a backend tells by itself: a console says it in its own language. */
export type ToldKind = Exclude<NotificationKind, 'message' | 'announcement'>;

/** By which words it is said; null: by those that it came with. */
export function toldBy({ kind, order }: { kind: NotificationKind; order?: unknown }): ToldKind | null {
  if (kind === 'message' || kind === 'announcement') return null;
  // Without its number nobody would know which one.
  return kind === 'escalation' && order == null ? null : kind;
}

/** `quiet`: listed and counted. `off`: listed only. */
export const hearings = ['bell', 'quiet', 'off'] as const;
export type Hearing = (typeof hearings)[number];
/** These nobody can switch off: then a meal would get cold without anybody knowing. */
export const neverOff: readonly NotificationKind[] = ['escalation', 'no-console'];
