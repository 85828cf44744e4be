// What each kind of push is worth: how long it is of use, how urgent it is, and whether it goes to a manager's phone.
import { pushKinds } from '../../contract/push.ts';

export type PushKind = (typeof pushKinds)[number];
export type Worth = { forMs: number; urgency: 'high' | 'normal'; phones: boolean };

const minute = 60_000;

export const worthOf: { readonly [K in PushKind]: Worth } = {
  'order.ready': { forMs: 45 * minute, urgency: 'high', phones: false },
  message: { forMs: 12 * 60 * minute, urgency: 'normal', phones: false },
  escalation: { forMs: 30 * minute, urgency: 'high', phones: true },
  'no-console': { forMs: 60 * minute, urgency: 'high', phones: true },
  'console-gone': { forMs: 60 * minute, urgency: 'normal', phones: false },
  'webhook-failed': { forMs: 12 * 60 * minute, urgency: 'normal', phones: false },
  announcement: { forMs: 12 * 60 * minute, urgency: 'normal', phones: false },
};

/** Of a kind that another version queued. */
export const worth = (kind: string): Worth => worthOf[kind as PushKind] ?? worthOf.message;

/** Those that somebody must come for. */
export const urgentKinds = pushKinds.filter((kind) => worthOf[kind].urgency === 'high');
