import { expect, test } from 'vitest';
import { defaultSettings } from '../../contract/settings.ts';
import { changed, withPolicy } from './effective.ts';

const loudAndShort = { bell: { volume: 0.9, snoozeSeconds: 45 }, startAtLogin: true, theme: 'dark' } as const;
const quiet = { ...defaultSettings, bell: { ...defaultSettings.bell, volume: 0.2, snoozeSeconds: 120 } };

test('a policy that cannot be read any more still asks for its care, and for nothing else', () => {
  const { effective, locked } = withPolicy(quiet, null, loudAndShort);
  expect(effective.bell).toMatchObject({ volume: 0.9, snoozeSeconds: 45 });
  expect(effective.startAtLogin).toBe(true);
  expect(effective.theme).toBe(quiet.theme);
  expect(locked).toEqual([]);
});

test('it never makes anything laxer', () => {
  const lax = { bell: { volume: 0.1, snoozeSeconds: 180 }, startAtLogin: false };
  const strict = { ...quiet, startAtLogin: true, bell: { ...quiet.bell, volume: 1, snoozeSeconds: 30 } };
  expect(withPolicy(strict, null, lax).effective).toEqual(strict);
});

test('a change of settings does not shake it off', () => {
  const known = withPolicy(quiet, null, loudAndShort);
  const after = changed(known, { bell: { ...quiet.bell, volume: 0 } }, null);
  expect(after.effective.bell.volume).toBe(0.9);
  expect(after.chosen.bell.volume).toBe(0);
});
