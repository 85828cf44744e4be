import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultSettings } from '../../contract/settings.ts';
import { changed, withPolicy } from './effective.ts';
import { readSettings, writtenSettings } from './upgrade.ts';

test('what was written is read again', () => {
  const chosen = { ...defaultSettings, language: 'ar' as const, theme: 'dark' as const };
  expect(readSettings(writtenSettings(chosen))).toEqual({ settings: chosen, lost: [], newer: false });
});

test('a file without a version keeps what can be read of it, and names what cannot', () => {
  const read = readSettings({ theme: 'dark', density: 'huge', bell: { volume: 7 }, foreign: true });
  expect(read.settings).toEqual({ ...defaultSettings, theme: 'dark' });
  expect(read.lost).toEqual(['density', 'bell']);
});

test('anything at all is read without an exception', () => {
  fc.assert(
    fc.property(fc.anything(), (raw) => {
      const { settings } = readSettings(raw);
      expect(Object.keys(settings)).toEqual(Object.keys(defaultSettings));
    }),
  );
});

test.each([-1e15, 0.5, Number.NaN])('a version that is none (%s) is none', (v) => {
  expect(readSettings({ v, theme: 'dark' }).settings).toMatchObject({
    theme: 'dark',
    stepOutAfterMinutes: 15,
  });
});

const policy = { settings: { theme: 'dark' as const } };

test('what IT fixed wins and is shown as locked; what a person chose is kept beneath', () => {
  const known = withPolicy({ ...defaultSettings, theme: 'light' }, policy);
  expect(known.effective.theme).toBe('dark');
  expect(known.locked).toEqual(['theme']);
  expect(withPolicy(known.chosen, null).effective.theme).toBe('light');
});

test('a change of what IT fixed does nothing, the rest of it counts', () => {
  const known = withPolicy(defaultSettings, policy);
  const after = changed(known, { theme: 'light', density: 'wall' }, policy);
  expect(after.effective).toEqual({ ...defaultSettings, theme: 'dark', density: 'wall' });
});
