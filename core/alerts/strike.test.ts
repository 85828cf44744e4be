import { expect, test } from 'vitest';
import { defaultSettings } from '../../contract/settings.ts';
import { bellKinds, tones } from '../../contract/settings/bell-kinds.ts';
import { quietestBell } from '../../contract/settings/limits.ts';
import { soundOf, strikeOf } from './strike.ts';

const volume = (set: number, atLeast?: number): number =>
  strikeOf(
    { sound: 'first', ...(atLeast !== undefined && { atLeast }) },
    { ...defaultSettings, bell: { ...defaultSettings.bell, volume: set } },
  ).volume;

test('however it is set, the bell is never off', () => {
  expect([0, 0.05, 0.2, 0.7, 1].map((set) => volume(set))).toEqual([quietestBell, quietestBell, 0.2, 0.7, 1]);
  expect(volume(0, 0.6)).toBe(0.6);
  expect(volume(0.9, 0.6)).toBe(0.9);
});

test('each kind has a sound of its own, played on what is set for it', () => {
  const sounds = bellKinds.map((kind) => soundOf[kind]);
  expect(new Set(sounds).size).toBe(bellKinds.length);
  for (const kind of bellKinds)
    for (const tone of tones) {
      const bellSounds = { ...defaultSettings.bellSounds, [kind]: tone };
      expect(strikeOf({ sound: soundOf[kind] }, { ...defaultSettings, bellSounds }).tone).toBe(tone);
      for (const other of sounds.filter((sound) => sound !== soundOf[kind]))
        expect(strikeOf({ sound: other }, { ...defaultSettings, bellSounds }).tone).toBe('bell');
    }
});

test('where it comes out is what is set', () => {
  const bellOutput = { id: 'o1', label: 'USB Audio' };
  expect(strikeOf({ sound: 'chat' }, { ...defaultSettings, bellOutput }).output).toEqual(bellOutput);
});
