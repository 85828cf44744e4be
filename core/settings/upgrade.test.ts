import { expect, test } from 'vitest';
import { defaultSettings, settings as shape } from '../../contract/settings.ts';
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
  expect(settings).toEqual({ ...asEver, ...without(v1, 'v') });
  expect(lost).toEqual([]);
});

test('a file of version 2 is read as it was written, and written as it was read', () => {
  const { settings, lost } = readSettings(v2);
  expect(settings).toEqual(without(v2, 'v'));
  expect(lost).toEqual([]);
  expect(writtenSettings(settings)).toEqual(v2);
});

test('of a file from a newer Counterbell what can be read is kept, and what cannot is named', () => {
  const { settings, lost } = readSettings(v3);
  const { theme, bell } = defaultSettings;
  expect(settings).toEqual({ ...without(v3, 'v', 'neon'), theme, bell });
  expect(lost).toEqual(['theme', 'bell']);
});

test('every version there was has its file here, and what comes out is permitted', () => {
  expect([v0, v1, v2].map((file) => ('v' in file ? file.v : 0))).toEqual(
    Array.from({ length: settingsVersion + 1 }, (_, v) => v),
  );
  for (const file of [v0, v1, v2, v3])
    expect(shape.safeParse(readSettings(file).settings).success).toBe(true);
});
