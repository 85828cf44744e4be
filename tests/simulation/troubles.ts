// The kinds of trouble that there can be in a run. A seed draws which of them there are, so that each also comes alone.
import type { Chance } from './chance.ts';

export const troubles = [
  'http-cut',
  'http-stall',
  'lossy',
  'slow',
  'push-cut',
  'half-open',
  'whole-cut',
  'pusher-drop',
  'pusher-double',
  'pusher-late',
  'pusher-down',
  'pusher-refuse',
  'pusher-codes',
  'backend-restart',
  'backend-busy',
  'backend-forgetful',
  'relay-late',
  'ref-events',
  'prune',
  'restore',
  'rewind',
  'revoke',
  'leave',
  'crash',
  'torn-crash',
  'sleep',
  'clock-jump',
  'clock-wrong',
  'disk-slow',
  'disk-full',
  'disk-unreadable',
  'mute',
  'no-toasts',
  'rogue',
  'newer-backend',
  'unreadable-orders',
  'taken-back',
] as const;
export type Trouble = (typeof troubles)[number];

/** After these, events come later than anybody may wait for them, or not at all: a console may well call itself deaf. */
export const deafening: ReadonlySet<Trouble> = new Set<Trouble>([
  'slow',
  'push-cut',
  'half-open',
  'whole-cut',
  'pusher-drop',
  'pusher-late',
  'pusher-down',
  'pusher-refuse',
  'backend-restart',
  'relay-late',
  'restore',
  'rewind',
  'sleep',
  'disk-slow',
  'newer-backend',
  'unreadable-orders',
]);

/** After these a console has little left to prove: they are drawn seldom. */
const ending: ReadonlySet<Trouble> = new Set<Trouble>(['revoke', 'leave']);

/** None to many, most often a few. */
export function drawTroubles(chance: Chance): Trouble[] {
  const share = chance.pick([0, 0.05, 0.1, 0.1, 0.2, 0.35]);
  return troubles.filter((kind) => chance.happens(ending.has(kind) ? share / 3 : share));
}
