// What a person is told of the machine that the console stands on: whether it is heard, seen and can keep things.
import { z } from 'zod';
import { isoTime } from './wire.ts';

/** Why the bell could not be heard. `no-page`: what plays the sounds ended or stood still, twice in a row. */
export const soundFaults = ['no-device', 'failed', 'muted', 'no-page'] as const;
export type SoundFault = (typeof soundFaults)[number];
/** How people are told beside the bell. `banner`: in the window only. */
export const notificationWays = ['desktop', 'node-notifier', 'banner'] as const;
export const diskFaults = ['full', 'failed', 'folder'] as const;

const since = isoTime;

export const healthView = z.strictObject({
  /**
   * null: nothing was played since the start, and nobody has looked. `away`: the loudspeaker that was chosen is not there, and
   * the bell comes out where all other sounds do.
   */
  sound: z
    .strictObject({ audible: z.boolean(), why: z.enum(soundFaults).nullable(), away: z.boolean(), since })
    .nullable(),
  /** `quiet`: the desktop keeps them back, as it was asked to. null: not known yet. */
  notifications: z.strictObject({ way: z.enum(notificationWays), quiet: z.boolean(), since }).nullable(),
  /** null: not known on this system. */
  tray: z.strictObject({ works: z.boolean(), since }).nullable(),
  /** null: nothing to be kept yet. */
  disk: z.strictObject({ works: z.boolean(), why: z.enum(diskFaults).nullable(), since }).nullable(),
  /** The sign-in is kept under the system's own lock. null: there is none to keep. */
  secrets: z.strictObject({ works: z.boolean(), since }).nullable(),
  /** When somebody at this console answered a bell that rang; null: never since it was enrolled. */
  lastHeard: isoTime.nullable(),
  /** The last opening check; null: none since it was enrolled. */
  opening: z
    .strictObject({ state: z.enum(['asked', 'heard', 'not-heard']), at: isoTime, until: isoTime })
    .nullable(),
});
export type HealthView = z.infer<typeof healthView>;
/** What lasts as long as the program does. */
export type Machine = Omit<HealthView, 'sound' | 'lastHeard' | 'opening'>;
