// Settings in one small file of electron-store; a damaged one is put aside, never silently thrown away. A disk that
// takes nothing costs what is on it, never the start: what was read, or begun anew, then counts until the end.
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
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
function asContent(text: string): Content | null {
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content !== 'object' || content === null || !('installId' in content)) return null;
    const { installId } = content;
    if (typeof installId !== 'string' || installId.length < 8 || installId.length > 64) return null;
    // A newer version may keep more in it.
    return { ...content, installId, settings: 'settings' in content ? content.settings : null };
  } catch {
    return null;
  }
}

function readWhole(file: string): Content | null {
  try {
    return asContent(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

function writeWhole(file: string, content: Content): void {
  const half = `${file}.new`;
  try {
    const handle = openSync(half, 'w', 0o600);
    try {
      writeFileSync(handle, JSON.stringify(content, null, 2));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(half, file);
  } catch (error) {
    // Half a file would hold the last free bytes of a full disk.
    rmSync(half, { force: true });
    throw error;
  }
}

export function createSettingsStore({ folder, now, newId }: SettingsStoreOptions): SettingsStore {
  const file = path.join(folder, 'settings.json');
  const backup = `${file}.bak`;
  let opened: ElectronStore<Content> | undefined;
  let installId = '';

  // `clearInvalidConfig` would empty a damaged file without a word. It is off, and damage is dealt with before.
  const store = () =>
    (opened ??= new ElectronStore<Content>({ cwd: folder, name: 'settings', clearInvalidConfig: false }));

  /** What is there and whole; damage is moved aside first. Throws when the disk does not let it be seen or moved. */
  function open(): { content: Content | null; repair: StoredSettings['repair'] } {
    if (!existsSync(file)) return { content: null, repair: null };
    const content = asContent(readFileSync(file, 'utf8'));
    if (content !== null) return { content, repair: null };
    const stamp = new Date(now()).toISOString().replaceAll(':', '-');
    const movedTo = `${file}.corrupt-${stamp}`;
    renameSync(file, movedTo);
    const saved = readWhole(backup);
    return { content: saved, repair: { kind: saved === null ? 'reset' : 'restored', movedTo } };
  }

  return {
    read: async () => {
      let notKept: string | null = null;
      const attempt = <T>(work: () => T): T | null => {
        try {
          return work();
        } catch (error) {
          notKept ??= messageOf(error);
          return null;
        }
      };
      const found = attempt(open);
      const content = found?.content ?? readWhole(backup) ?? { installId: newId(), settings: null };
      ({ installId } = content);
      // What could not be moved aside is not written over either.
      if (found !== null) {
        if (found.content === null || found.repair !== null) attempt(() => writeWhole(file, content));
        // Only what is known to be whole may become what a later damage is mended with.
        attempt(() => writeWhole(backup, content));
      }
      return { installId, raw: content.settings ?? null, repair: found?.repair ?? null, notKept };
    },

    write: async (raw) => {
      try {
        store().set({ installId, settings: raw });
        return { ok: true, message: null };
      } catch (error) {
        return { ok: false, message: messageOf(error) };
      }
    },
  };
}
