// Puts settings into effect as they were read at the start, and as a person changes them.
import type { Settings } from '../../contract/settings.ts';
import { changed, type KnownSettings } from './effective.ts';
import { effectsOf } from './effects.ts';
import { set } from './slice.ts';
import type { Turn } from './turn.ts';
import { writtenSettings } from './upgrade.ts';

export function changeSettings(
  turn: Turn,
  change: { [K in keyof Settings]?: Settings[K] | undefined },
): void {
  const before = turn.state.settings;
  const settings = changed(before, change, turn.state.policy);
  set(turn, { settings });
  turn.emit({ do: 'write-settings', raw: writtenSettings(settings.chosen, settings.stored) });
  for (const due of effectsOf(settings.effective, before.effective)) turn.emit(due);
}

/** What is effective is put into effect: a policy may have come, changed or gone since the last start. */
export function settingsRead(turn: Turn, settings: KnownSettings): void {
  set(turn, { settings });
  for (const due of effectsOf(settings.effective, null)) turn.emit(due);
}
