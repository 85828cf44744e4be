// Defines what a person pressed in their inbox, on its way to the backend: which ones they opened, or what they want to
// hear. Ids alone: it lies on the disk after the person has stepped out, and says nothing of what they were told.
import { z } from 'zod';
import {
  hearings,
  notificationKinds,
  type Hearing,
  type NotificationKind,
} from '../../contract/notifications.ts';
import { isoTime } from '../../contract/wire.ts';
import { entryOnDisk, type Entry } from '../outbox/entry.ts';

export type InboxPress = {
  /** Also the Idempotency-Key. */
  id: string;
  /** Who was stepped in when it was pressed. */
  person: string;
  /** By the backend's clock. */
  pressedAt: string;
  what:
    | { kind: 'open'; notification: string }
    /** Not what came after that moment. */
    | { kind: 'open-all'; upTo: string }
    | { kind: 'choose'; of: NotificationKind; hearing: Hearing };
  /** As of a press on an order. */
  takenAt: Entry['takenAt'];
};

export const inboxPressOnDisk = z.object({
  id: z.string(),
  person: z.string(),
  pressedAt: isoTime,
  what: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('open'), notification: z.string() }),
    z.object({ kind: z.literal('open-all'), upTo: isoTime }),
    z.object({ kind: z.literal('choose'), of: z.enum(notificationKinds), hearing: z.enum(hearings) }),
  ]),
  takenAt: entryOnDisk.shape.takenAt,
});
