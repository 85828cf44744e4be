// Where a machine's settings lie between two lives of its console.
import type { Clock } from '../../core/ports/clock.ts';
import type { SettingsStore } from '../../core/ports/settings-store.ts';

export type SettingsFile = { installId: string; raw: unknown };

export function createSettingsStore(file: SettingsFile, clock: Clock, alive: () => boolean): SettingsStore {
  return {
    read: () =>
      new Promise((resolve) => {
        clock.after(0.5, () =>
          resolve({ installId: file.installId, raw: file.raw, repair: null, notKept: null }),
        );
      }),
    write: (raw) =>
      new Promise((resolve) => {
        clock.after(0.5, () => {
          if (!alive()) return;
          file.raw = raw;
          resolve({ ok: true, message: null });
        });
      }),
  };
}
