// Tells what is announced now, and forgets what has ended by the backend's clock.
import type { Announcement } from '../../contract/announcements.ts';
import { wakeAt, write } from '../kernel/turn.ts';
import { backendNow, wakeAtBackendTime } from '../time/clock.ts';
import { announcementOver, dismissed } from './changes.ts';
import type { AnnouncementsState, Turn } from './turn.ts';

const endOf = ({ until }: Announcement): number => (until === null ? Infinity : Date.parse(until));

/** What nobody has dismissed here, the newest first. */
export function shownAnnouncements({ ledger }: AnnouncementsState, now: number): readonly Announcement[] {
  if (ledger.announcements.size === 0) return none;
  return [...ledger.announcements.values()]
    .filter((one) => !ledger.dismissed.has(one.id) && endOf(one) > now)
    .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
}
const none: readonly Announcement[] = [];

/** Looked at again after so long where it is not known what the backend's clock shows. */
const clockUnknownMs = 60_000;

/**
 * Nobody tells that one has ended by time. It is shown no more then; forgotten it is only by a clock that the backend has
 * told, for one that is ahead would forget what is still true.
 */
export function forgetEnded(turn: Turn): void {
  const { ledger, clockTold } = turn.state;
  if (ledger.announcements.size === 0) return;
  const now = backendNow(turn);
  const over: string[] = [];
  for (const one of ledger.announcements.values()) {
    const end = endOf(one);
    if (end === Infinity) continue;
    if (end > now) wakeAtBackendTime(turn, end);
    else if (!clockTold) wakeAt(turn, turn.at.mono + clockUnknownMs);
    else over.push(one.id);
  }
  write(turn, over.map(announcementOver));
}

export const dismissAnnouncement = (turn: Turn, id: string): void => write(turn, [dismissed(id)]);
