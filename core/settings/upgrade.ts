// Brings settings of any earlier version up to date, one pure step per version, and never loses the ones it can read.
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
  /** Names of settings that were unreadable and fell back. */ lost: string[];
};

export function readSettings(raw: unknown): ReadSettings {
  let current: Raw = isRecord(raw) ? raw : {};
  for (let v = typeof current.v === 'number' ? current.v : 0; v < settingsVersion; v += 1)
    current = upgrades[v]?.(current) ?? current;
  const settings: Raw = { ...defaultSettings };
  const lost: string[] = [];
  for (const name of Object.keys(defaultSettings) as (keyof Settings)[]) {
    if (!(name in current)) continue;
    const read = shape.shape[name].safeParse(current[name]);
    if (read.success) settings[name] = read.data;
    else lost.push(name);
  }
  return { settings: settings as Settings, lost };
}

export const writtenSettings = (settings: Settings): Raw => ({ v: settingsVersion, ...settings });

const isRecord = (raw: unknown): raw is Raw => typeof raw === 'object' && raw !== null && !Array.isArray(raw);
