// Says in a snapshot what is announced to its restaurant now.
import type { SnapshotPart } from '../orders/snapshot.ts';
import { currentAnnouncements } from './announcements.ts';

export const announcementsPart: SnapshotPart = async (tx, { restaurant, now }) => ({
  announcements: await currentAnnouncements(tx, restaurant, now),
});
