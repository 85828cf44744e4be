// Announcements: one line that every console of a restaurant, or of all of them, shows until it ends or is dismissed there.
import { z } from 'zod';
import { ifReadable, listOfReadable, orElse, readAs, textUpTo, wordOf } from './tolerant.ts';
import { isoTime, newLongText, uuid } from './wire.ts';

export const announcement = z.object({
  id: uuid,
  /** Whom it is for. */
  to: wordOf(['restaurant', 'all'], 'restaurant'),
  text: textUpTo(300),
  at: isoTime,
  /** From then on nobody is shown it any more. */
  until: orElse(isoTime.nullable(), null),
  from: ifReadable(readAs(z.string().min(1).max(80), z.string())),
});
export type Announcement = z.infer<typeof announcement>;
export const announcements = listOfReadable(announcement);

export const newAnnouncement = z.object({
  text: newLongText.max(300),
  until: isoTime.optional(),
});
export const announcementMade = z.object({ id: uuid });
export const announcementsList = z.object({ announcements: z.array(announcement) });
