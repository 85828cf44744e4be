// Makes changes out of what the log and the snapshot tell of announcements.
import { announcements as shape } from '../../contract/announcements.ts';
import type { AnyEvent } from '../../contract/events.ts';
import { streamParts, type StreamName } from '../../contract/streams.ts';
import type { Change } from '../kernel/ledger.ts';
import { allAnnounced, announced, announcementOver } from './changes.ts';

/** `event` is of a stream that the whole restaurant reads. */
export function announcementTold(event: AnyEvent): Change[] {
  if ('unknown' in event || 'unreadable' in event) return [];
  if (event.type === 'announcement.new') return [announced(event.announcement)];
  if (event.type === 'announcement.ended') return [announcementOver(event.announcement.id)];
  return [];
}

/**
 * `streams` have asked for the snapshot, and are as far as it is. Of the others their own events know better: those may
 * have gone on meanwhile.
 */
export function announcementsInSnapshot(
  told: { readonly announcements?: unknown },
  streams: readonly StreamName[],
): Change[] {
  // A backend that names none has none.
  const all = shape.safeParse(told.announcements).data ?? [];
  const kinds = new Set(streams.map((stream) => streamParts(stream).kind));
  return [
    ...(kinds.has('restaurant') ? [allAnnounced('restaurant', all)] : []),
    ...(kinds.has('global') ? [allAnnounced('all', all)] : []),
  ];
}
