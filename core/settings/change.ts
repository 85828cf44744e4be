// Settings come into effect: as they were read at the start, and as a person changes them.
import type { Settings } from '../../contract/settings.ts';
import { changed, type KnownSettings } from './effective.ts';
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
  const { startAtLogin } = settings.effective;
  if (startAtLogin !== before.effective.startAtLogin)
    turn.emit({ do: 'autostart', on: startAtLogin, evenIfSo: true });
}

/** What is effective is put into effect: a policy may have come, changed or gone since the last start. */
export function settingsRead(turn: Turn, settings: KnownSettings): void {
  set(turn, { settings });
  turn.emit({ do: 'autostart', on: settings.effective.startAtLogin, evenIfSo: false });
}
