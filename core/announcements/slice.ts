// Declares what is announced here, and what of it somebody has dismissed on this device.
import { z } from 'zod';
import type { Announcement } from '../../contract/announcements.ts';
import { slice } from '../kernel/declare-slice.ts';
import { mapOf } from '../kernel/row.ts';

const onDisk = z.object({
  id: z.string(),
  to: z.string(),
  text: z.string(),
  at: z.string(),
  until: z.string().nullable(),
});

export const { own: announcements, keep } = slice('announcements', {
  keeps: {
    /** By id. They may name staff. */
    announcements: mapOf<Announcement>({ v: 1, sealed: true, unread: 'refetched', shape: onDisk }),
    /** Their ids, for as long as they are announced. */
    dismissed: mapOf<true>({ v: 1, sealed: false, unread: 'kept', shape: z.literal(true) }),
  },
});
