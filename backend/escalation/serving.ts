// Says since when a restaurant has been taking orders by its hours and its pause, and when that may change next.
import { isOpen, nextChange, openSince } from '../../contract/opening-hours.ts';
import type { RestaurantSettings } from '../../contract/restaurant.ts';

type Hours = Pick<RestaurantSettings, 'openingHours' | 'timeZone' | 'pause'>;

const lookAtLeastEveryMs = 10 * 60_000;

export function isServing(settings: Hours, now: number): boolean {
  return pausedUntil(settings) <= now && isOpen(settings.openingHours, settings.timeZone, now);
}

/** Since when orders are to be expected without a break; null while none are. */
export function servingSince(settings: Hours, now: number): number | null {
  if (!isServing(settings, now)) return null;
  const opened = openSince(settings.openingHours, settings.timeZone, now);
  return opened === null ? null : Math.max(opened, pausedUntil(settings));
}

export function nextService(settings: Hours, now: number): number {
  const latest = now + lookAtLeastEveryMs;
  const change = nextChange(settings.openingHours, settings.timeZone, now) ?? latest;
  const pause = pausedUntil(settings);
  return Math.min(latest, change, pause > now ? pause : latest);
}

function pausedUntil(settings: Hours): number {
  return settings.pause === null ? 0 : Date.parse(settings.pause.until);
}
