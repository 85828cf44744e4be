// Keeps settings and install id in settings.json, and a copy of the last good ones in settings.json.bak; electron-store
// alone writes both. A damaged file is moved aside, never silently thrown away. A disk that takes nothing costs what is on
// it, never the start: what was read, or begun anew, then counts until the end.
import { accessSync, constants, existsSync, renameSync } from 'node:fs';
import path from 'node:path';
import ElectronStore from 'electron-store';
import type { SettingsStore, StoredSettings } from '../../core/ports/settings-store.ts';

type Content = { installId: string; settings: unknown };
type File = ElectronStore<Content>;

export type SettingsStoreOptions = {
  folder: string;
  now: () => number;
  newId: () => string;
};

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

class DamagedFile extends Error {}
const damaged = 'The settings file is damaged: a part of it is missing, or is none of its own.';

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

function orDamaged(text: string): Content {
  const content = asContent(text);
  if (content === null) throw new DamagedFile(damaged);
  return content;
}

/** What a damaged copy holds is as good as nothing, and is written over. */
const orNothing = (text: string): Partial<Content> => asContent(text) ?? {};

export function createSettingsStore({ folder, now, newId }: SettingsStoreOptions): SettingsStore {
  const settingsFile = path.join(folder, 'settings.json');
  let opened: File | undefined;
  let installId = '';

  function openFile(
    name: string,
    fileExtension: string,
    deserialize: (text: string) => Partial<Content>,
  ): File {
    // `clearInvalidConfig` would empty a damaged file without a word.
    const options = { cwd: folder, name, fileExtension, clearInvalidConfig: false, configFileMode: 0o600 };
    // What is read is whole, or empty where there is no file: `contentOf` tells the two apart.
    return new ElectronStore<Content>({ ...options, deserialize: deserialize as (text: string) => Content });
  }
  const settings = () => (opened ??= openFile('settings', 'json', orDamaged));
  const copy = () => openFile('settings.json', 'bak', orNothing);

  const contentOf = ({ store }: File): Content | null => ('installId' in store ? store : null);

  function put(file: File, write: () => void): void {
    // Where the folder takes nothing electron-store would try again for a whole second, with the bell waiting.
    accessSync(folder, constants.W_OK);
    write();
    // It does not look how much of the file the disk has taken: read again, half of one is damaged.
    if (contentOf(file) === null) throw new DamagedFile(damaged);
  }

  /** What is there and whole; damage is moved aside first. Throws when the disk does not let it be seen or moved. */
  function open(): { content: Content | null; repair: StoredSettings['repair'] } {
    try {
      return { content: existsSync(settingsFile) ? contentOf(settings()) : null, repair: null };
    } catch (error) {
      if (!(error instanceof DamagedFile)) throw error;
      const stamp = new Date(now()).toISOString().replaceAll(':', '-');
      const movedTo = `${settingsFile}.corrupt-${stamp}`;
      renameSync(settingsFile, movedTo);
      const saved = readCopy();
      return { content: saved, repair: { kind: saved === null ? 'reset' : 'restored', movedTo } };
    }
  }

  function readCopy(): Content | null {
    try {
      return contentOf(copy());
    } catch {
      return null;
    }
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
      const write = (file: File, content: Content) => put(file, () => (file.store = content));
      const found = attempt(open);
      const content = found?.content ?? readCopy() ?? { installId: newId(), settings: null };
      ({ installId } = content);
      // What could not be moved aside is not written over either.
      if (found !== null) {
        if (found.content === null || found.repair !== null) attempt(() => write(settings(), content));
        // Only what is known to be whole may become what a later damage is mended with.
        attempt(() => write(copy(), content));
      }
      return { installId, raw: content.settings ?? null, repair: found?.repair ?? null, notKept };
    },

    write: async (raw) => {
      try {
        const file = settings();
        put(file, () => file.set({ installId, settings: raw }));
        return { ok: true, message: null };
      } catch (error) {
        return { ok: false, message: messageOf(error) };
      }
    },
  };
}
