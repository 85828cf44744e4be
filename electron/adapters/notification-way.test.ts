import { expect, test } from 'vitest';
import { nextWay, type Desktop, type NextWay, type Tried } from './notification-way.ts';

const windows: Desktop = { platform: 'win32', supported: true, signed: true };
const signedMac: Desktop = { platform: 'darwin', supported: true, signed: true };
const unsignedMac: Desktop = { ...signedMac, signed: false };
const linux: Desktop = { platform: 'linux', supported: true, signed: false };
const desktops = { windows, signedMac, unsignedMac, linux };

const native = (outcome: Tried['outcome']): Tried => ({ way: 'native', outcome });
const plain = (outcome: Tried['outcome']): Tried => ({ way: 'node-notifier', outcome });

test.each<[keyof typeof desktops, Tried | null, NextWay]>([
  ['windows', null, 'native'],
  ['windows', native('shown'), 'done'],
  ['windows', native('failed'), 'node-notifier'],
  ['windows', native('unanswered'), 'banner'],
  ['windows', plain('shown'), 'done'],
  ['windows', plain('failed'), 'banner'],
  ['windows', plain('unanswered'), 'banner'],
  ['signedMac', null, 'native'],
  ['signedMac', native('shown'), 'done'],
  ['signedMac', native('failed'), 'banner'],
  ['signedMac', native('unanswered'), 'banner'],
  ['unsignedMac', null, 'native'],
  ['unsignedMac', native('failed'), 'node-notifier'],
  ['unsignedMac', native('unanswered'), 'banner'],
  ['unsignedMac', plain('failed'), 'banner'],
  ['linux', null, 'native'],
  ['linux', native('failed'), 'banner'],
  ['linux', native('unanswered'), 'banner'],
])('%s, after %j: %s', (desktop, last, next) => {
  expect(nextWay(desktops[desktop], last)).toBe(next);
});

test.each<[keyof typeof desktops, NextWay]>([
  ['windows', 'node-notifier'],
  ['signedMac', 'banner'],
  ['unsignedMac', 'node-notifier'],
  ['linux', 'banner'],
])('%s that says it shows none: %s', (desktop, next) => {
  expect(nextWay({ ...desktops[desktop], supported: false }, null)).toBe(next);
});

const outcomes = ['shown', 'failed', 'unanswered'] as const;
const everyDesktop = Object.values(desktops).flatMap((each) => [each, { ...each, supported: false }]);

test('whatever becomes of it: at most one is shown or may be, and it always ends', () => {
  for (const desktop of everyDesktop)
    for (const first of outcomes)
      for (const second of outcomes) {
        const left = [first, second];
        const tried: Tried[] = [];
        let next = nextWay(desktop, null);
        while (next !== 'banner' && next !== 'done') {
          tried.push({ way: next, outcome: left.shift() ?? 'failed' });
          next = nextWay(desktop, tried.at(-1) ?? null);
        }
        expect(tried.filter(({ outcome }) => outcome !== 'failed').length).toBeLessThanOrEqual(1);
        expect(new Set(tried.map(({ way }) => way)).size).toBe(tried.length);
        expect(next).toBe(tried.at(-1)?.outcome === 'shown' ? 'done' : 'banner');
      }
});
