// Says how a sound is struck: on which instrument, how loudly, and where it comes out.
import type { BellKind } from '../../contract/settings/bell-kinds.ts';
import { quietestBell } from '../../contract/settings/limits.ts';
import type { Settings } from '../../contract/settings.ts';
import type { BellSound, Strike } from '../ports/bell.ts';

const kindOf = {
  first: 'newOrder',
  second: 'waiting',
  notice: 'changed',
  quiet: 'notification',
  chat: 'chat',
  check: 'check',
} as const satisfies Record<BellSound, BellKind>;

export const soundOf = Object.fromEntries(
  Object.entries(kindOf).map(([sound, kind]) => [kind, sound]),
) as Record<BellKind, BellSound>;

type Wanted = { sound: BellSound; atLeast?: number };

export const strikeOf = (
  { sound, atLeast = 0 }: Wanted,
  { bell, bellSounds, bellOutput }: Pick<Settings, 'bell' | 'bellSounds' | 'bellOutput'>,
): Strike => ({
  sound,
  tone: bellSounds[kindOf[sound]],
  volume: Math.max(bell.volume, quietestBell, atLeast),
  output: bellOutput,
});
