import { expect, test } from 'vitest';
import { defaultSettings, settings as shape } from '../../contract/settings.ts';
import { createBrain } from '../../tests/support/brain.ts';
import { withPolicy } from './effective.ts';
import { readSettings, settingsVersion, writtenSettings } from './upgrade.ts';
import v0 from './fixtures/v0.json';
import v1 from './fixtures/v1.json';
import v2 from './fixtures/v2.json';
import v3 from './fixtures/v3.json';

/** What version 1 did without asking. */
const asEver = {
  ladder: { ringsAtSeconds: [0, 15, 30], thenEverySeconds: 10, louderAtSeconds: 30 },
  burst: { moreThan: 5, withinSeconds: 10 },
  stepOutAfterMinutes: 15,
};
const without = (file: Record<string, unknown>, ...names: string[]) =>
  Object.fromEntries(Object.entries(file).filter(([name]) => !names.includes(name)));

test('a file of version 0, written by hand: what it names counts, the rest is as ever', () => {
  const { settings, lost } = readSettings(v0);
  expect(settings).toEqual({ ...defaultSettings, ...asEver, ...v0 });
  expect(lost).toEqual([]);
});

test('a file of version 1 keeps all it says, and the console rings as it did', () => {
  const { settings, lost } = readSettings(v1);
  expect(settings).toEqual({ ...defaultSettings, ...asEver, ...without(v1, 'v') });
  expect(lost).toEqual([]);
});

test('a file of version 2 is read as it was written, and written as it was read', () => {
  const { settings, lost } = readSettings(v2);
  expect(settings).toEqual({ ...defaultSettings, ...without(v2, 'v') });
  expect(lost).toEqual([]);
  expect(writtenSettings(settings)).toEqual({ ...defaultSettings, ...v2 });
});

test('of a file from a newer Counterbell what can be read counts, and what cannot is named', () => {
  const { settings, lost, newer } = readSettings(v3);
  const { theme } = defaultSettings;
  expect(settings).toEqual({
    ...defaultSettings,
    ...without(v3, 'v', 'neon'),
    theme,
    bell: without(v3.bell, 'melody'),
  });
  expect(lost).toEqual(['theme']);
  expect(newer).toBe(true);
});

/** With the settings that only this version knows, should there be any. */
const asWritten = { ...defaultSettings, ...v3 };

test('a file from a newer Counterbell is written with all that only that one knows, and stays of its version', () => {
  const { settings } = readSettings(v3);
  expect(writtenSettings(settings, v3)).toEqual(asWritten);
  const quieter = { ...settings, bell: { ...settings.bell, volume: 0.5 } };
  expect(writtenSettings(quieter, v3)).toEqual({ ...asWritten, bell: { ...v3.bell, volume: 0.5 } });
  // What a person sets here is what counts from then on, also there.
  expect(writtenSettings({ ...settings, theme: 'dark' }, v3)).toEqual({ ...asWritten, theme: 'dark' });
});

test('a change at the screen is written into what stood in the file', () => {
  const brain = createBrain();
  const { settings } = readSettings(v3);
  brain.tell({ kind: 'settings-read', settings: withPolicy(settings, null, null, v3) });
  for (const density of ['normal', 'wall'] as const)
    brain.intend({ kind: 'change-settings', change: { density } });
  const written = brain.effects().flatMap((effect) => (effect.do === 'write-settings' ? [effect.raw] : []));
  expect(written).toEqual([{ ...asWritten, density: 'normal' }, asWritten]);
});

test('a value of this version that makes no sense is not written again', () => {
  const raw = { ...v2, theme: 'sepia' };
  expect(writtenSettings(readSettings(raw).settings, raw)).toEqual({
    ...defaultSettings,
    ...v2,
    theme: defaultSettings.theme,
  });
});

test('every version there was has its file here, and what comes out is permitted', () => {
  expect([v0, v1, v2].map((file) => ('v' in file ? file.v : 0))).toEqual(
    Array.from({ length: settingsVersion + 1 }, (_, v) => v),
  );
  for (const file of [v0, v1, v2, v3])
    expect(shape.safeParse(readSettings(file).settings).success).toBe(true);
});
