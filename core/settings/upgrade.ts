// Brings settings of any earlier version up to date, one pure step per version, and never loses the ones it can read. Of
// a newer version's it reads what it knows, and writes them again with everything else that stood there.
import { isRecord, splitKeys, withUnknownKeys } from '../../contract/known-keys.ts';
import { defaultSettings, settings as shape, type Settings } from '../../contract/settings.ts';

export const settingsVersion = 2;
type Raw = Record<string, unknown>;

/** `upgrades[n]` makes version n + 1 out of version n. */
const upgrades: readonly ((raw: Raw) => Raw)[] = [
  // Version 0 is a file without a number: a fresh installation, or settings somebody wrote by hand.
  (raw) => ({ ...raw, v: 1 }),
  // Version 1 could set none of these; a console that was updated goes on ringing as it did.
  (raw) => ({
    ladder: { ringsAtSeconds: [0, 15, 30], thenEverySeconds: 10, louderAtSeconds: 30 },
    burst: { moreThan: 5, withinSeconds: 10 },
    stepOutAfterMinutes: 15,
    ...raw,
    v: 2,
  }),
];

export type ReadSettings = {
  settings: Settings;
  /** Names of settings that were unreadable and fell back. */
  lost: string[];
  /** They were written by a newer version: what is unreadable is so only here, and stays in the file. */
  newer: boolean;
};

const names = Object.keys(defaultSettings) as (keyof Settings)[];
const versionOf = (raw: unknown): number =>
  isRecord(raw) && typeof raw.v === 'number' ? Math.max(0, Math.trunc(raw.v)) : 0;

export function readSettings(raw: unknown): ReadSettings {
  let current: Raw = isRecord(raw) ? raw : {};
  for (let v = versionOf(raw); v < settingsVersion; v += 1) current = upgrades[v]?.(current) ?? current;
  const newer = versionOf(raw) > settingsVersion;
  const known = splitKeys(shape, current).known as Raw;
  const settings: Raw = { ...defaultSettings };
  const lost: string[] = [];
  for (const name of names) {
    if (!(name in known)) continue;
    const read = shape.shape[name].safeParse(known[name]);
    if (read.success) settings[name] = read.data;
    else lost.push(name);
  }
  return { settings: settings as Settings, lost, newer };
}

/** `stored`: the file as it was read; what stands there of a newer version stays, unless a person has set it anew. */
export function writtenSettings(settings: Settings, stored: unknown = null): Raw {
  const raw: Raw = isRecord(stored) ? stored : {};
  const before = readSettings(raw);
  const v = Math.max(settingsVersion, versionOf(raw));
  const written: Raw = withUnknownKeys({ ...settings, v }, splitKeys(shape, raw).unknown);
  const untouched = before.lost.filter((name) => isSame(settings, before.settings, name as keyof Settings));
  return before.newer
    ? { ...written, ...Object.fromEntries(untouched.map((name) => [name, raw[name]])) }
    : written;
}

const isSame = (a: Settings, b: Settings, name: keyof Settings): boolean =>
  JSON.stringify(a[name]) === JSON.stringify(b[name]);
