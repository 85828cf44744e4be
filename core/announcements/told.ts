// Makes changes out of what the log and the snapshot tell of announcements.
import { announcements as shape } from '../../contract/announcements.ts';
import type { AnyEvent } from '../../contract/events.ts';
import { streamParts, type Head, type StreamName } from '../../contract/streams.ts';
import type { Change } from '../kernel/ledger.ts';
import { isForAll } from '../streams/beside.ts';
import { cursorGone, cursorIs } from '../streams/cursors.ts';
import { allAnnounced, announced, announcementOver } from './changes.ts';
import type { SilentTurn } from '../streams/turn.ts';

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
  turn: SilentTurn,
  told: { readonly announcements?: unknown },
  heads: Readonly<Record<StreamName, Head>>,
  streams: readonly StreamName[],
): Change[] {
  // A backend that names none has none.
  const all = shape.safeParse(told.announcements).data ?? [];
  const asking = streams.filter((stream) => turn.state.flows.has(stream));
  return asking.flatMap((stream) => {
    if (streamParts(stream).kind === 'restaurant') return [allAnnounced('restaurant', all)];
    if (!isForAll(stream)) return [];
    const head = heads[stream];
    if (head === undefined) return [cursorGone(stream), allAnnounced('all', [])];
    return [cursorIs(stream, head), allAnnounced('all', all)];
  });
}
