// Declares what works and what does not, the one word for all of it, and who heard the bell.
import { z } from 'zod';
import type { Machine } from '../../contract/health.ts';
import type { Fit } from '../../contract/protocol.ts';
import type { StatusView } from '../../contract/view.ts';
import { slice } from '../kernel/declare-slice.ts';
import { oneOf } from '../kernel/row.ts';
import type { OpeningCheck } from './opening.ts';

export type InWay = 'proxy' | 'login-page';

/** What the last exchange with the backend told. */
export type Facts = {
  /** `inWay`: what stands between here and there and lets nothing through. */
  backend: { works: boolean; cause: string | null; reached: boolean; inWay?: InWay } | null;
  signIn: { works: boolean; cause: string | null } | null;
};
const newFacts: Facts = { backend: null, signIn: null };

export const {
  own: health,
  set,
  keep,
} = slice('health', {
  process: {
    /** When nobody was here after an end that nobody wanted, as long as it is not known what was missed. */
    away: null as { from: number; to: number } | null,
    machine: { notifications: null, tray: null, disk: null, secrets: null } as Machine,
    status: {
      word: 'starting',
      since: new Date(0).toISOString(),
      missing: 0,
      caughtUpAt: null,
      caughtUpTo: null,
      parts: [],
    } as StatusView,
  },
  session: {
    facts: newFacts,
    /** Whether the backend's version and this one go together, as it last said. */
    fit: 'unknown' as Fit,
    /** The protocol the backend speaks; null: not known yet, or something else answered. */
    backendSpeaks: null as number | null,
  },
  keeps: {
    /** By the order system's clock. */
    lastHeard: oneOf<{ at: number }>({
      v: 1,
      sealed: false,
      unread: 'kept',
      shape: z.object({ at: z.number() }),
    }),
    openingCheck: oneOf<OpeningCheck>({
      v: 1,
      sealed: false,
      unread: 'kept',
      shape: z.object({
        day: z.iso.date(),
        askedAt: z.number(),
        state: z.enum(['asked', 'heard', 'not-heard']),
      }),
    }),
  },
});
