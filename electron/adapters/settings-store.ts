// Settings in one small file of electron-store; a damaged one is put aside, never silently thrown away.
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ElectronStore from 'electron-store';
import type { SettingsStore, StoredSettings } from '../../core/ports/settings-store.ts';

type Content = { installId: string; settings: unknown };

export type SettingsStoreOptions = {
  folder: string;
  now: () => number;
  newId: () => string;
};

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** The file's content when it is whole, otherwise null. */
function readWhole(file: string): Content | null {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof content !== 'object' || content === null || !('installId' in content)) return null;
    const { installId } = content;
    if (typeof installId !== 'string' || installId.length < 8 || installId.length > 64) return null;
    return { installId, settings: 'settings' in content ? content.settings : null };
  } catch {
    return null;
  }
}

function writeWhole(file: string, content: Content): void {
  const half = `${file}.new`;
  const handle = openSync(half, 'w', 0o600);
  try {
    writeFileSync(handle, JSON.stringify(content, null, 2));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(half, file);
}

export function createSettingsStore({ folder, now, newId }: SettingsStoreOptions): SettingsStore {
  const file = path.join(folder, 'settings.json');
  const backup = `${file}.bak`;
  let opened: ElectronStore<Content> | undefined;

  // `clearInvalidConfig` would empty a damaged file without a word. It is off, and damage is dealt with before.
  const store = () =>
    (opened ??= new ElectronStore<Content>({ cwd: folder, name: 'settings', clearInvalidConfig: false }));

  function repair(): StoredSettings['repair'] {
    if (!existsSync(file) || readWhole(file) !== null) return null;
    const stamp = new Date(now()).toISOString().replaceAll(':', '-');
    const movedTo = `${file}.corrupt-${stamp}`;
    renameSync(file, movedTo);
    const saved = readWhole(backup);
    if (saved === null) return { kind: 'reset', movedTo };
    writeWhole(file, saved);
    return { kind: 'restored', movedTo };
  }

  return {
    read: async () => {
      const repaired = repair();
      const settings = store();
      if (!settings.has('installId')) settings.set('installId', newId());
      const content = readWhole(file);
      // Only what was just read and found whole may become what a later damage is mended with.
      if (content !== null) writeWhole(backup, content);
      return {
        installId: settings.get('installId'),
        raw: settings.get('settings') ?? null,
        repair: repaired,
      };
    },

    write: async (raw) => {
      try {
        store().set('settings', raw);
        return { ok: true, message: null };
      } catch (error) {
        return { ok: false, message: messageOf(error) };
      }
    },
  };
}
