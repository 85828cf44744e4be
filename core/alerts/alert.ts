// Defines an alert: (restaurant, order, kind), raised once per device. The restaurant is the session's own, so it is
// not repeated.
import { z } from 'zod';

export const alertKinds = ['placed', 'due', 'unaccepted', 'cancelled', 'changed'] as const;
export type AlertKind = (typeof alertKinds)[number];

export type Alert = {
  id: string;
  order: string;
  number: string;
  kind: AlertKind;
  /** Milliseconds by the backend's clock. */
  raisedAt: number;
  /** The notification that covers it, possibly together with others. */
  toast: string;
  /** `intended` is written before the notification is asked for; found after a crash, it is raised again. */
  outcome: 'intended' | 'shown' | 'failed' | 'unanswered';
};

export const alertOnDisk = z.object({
  id: z.string(),
  order: z.string(),
  number: z.string(),
  kind: z.enum(alertKinds),
  raisedAt: z.number(),
  toast: z.string(),
  outcome: z.enum(['intended', 'shown', 'failed', 'unanswered']),
});

export const alertId = (kind: AlertKind, order: string): string => `${kind}:${order}`;
