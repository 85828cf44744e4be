// Changes what is announced: as the backend tells it, and as somebody dismisses it on this device.
import type { Announcement } from '../../contract/announcements.ts';
import type { Change } from '../kernel/ledger.ts';
import { keep } from './slice.ts';

export const announced =
  (announcement: Announcement): Change =>
  (draft) =>
    keep.announcements.put(draft, announcement.id, announcement);

/** Nothing is left of it, not even that it was dismissed. */
export const announcementOver =
  (id: string): Change =>
  (draft) => {
    if (keep.announcements.in(draft).has(id)) keep.announcements.put(draft, id, null);
    if (keep.dismissed.in(draft).has(id)) keep.dismissed.put(draft, id, null);
  };

/** All there are of those for such people. */
export const allAnnounced =
  (to: Announcement['to'], all: readonly Announcement[]): Change =>
  (draft) => {
    const now = new Set(all.map(({ id }) => id));
    for (const [id, before] of keep.announcements.in(draft))
      if (before.to === to && !now.has(id)) announcementOver(id)(draft);
    for (const one of all) if (one.to === to) keep.announcements.put(draft, one.id, one);
  };

/** One that is not here is not kept for later. */
export const dismissed =
  (id: string): Change =>
  (draft) => {
    if (keep.announcements.in(draft).has(id)) keep.dismissed.put(draft, id, true);
  };
