import { expect, test } from 'vitest';
import { clockTime, demoLines, money, parseLine, remedyFor, sentence } from './lines.mjs';

test.each([
  [
    { event: 'order.placed', number: '87', channel: 'web', total: { amount: 2340, currency: 'EUR' } },
    'order 87 placed (web, €23.40)',
  ],
  [{ event: 'alert.shown', number: '87' }, 'notification for 87: shown'],
  [{ event: 'alert.shown', numbers: ['87', '88'] }, 'notification for 87, 88: shown'],
  [
    { event: 'alert.failed', number: '87', reason: 'no daemon', remedy: 'Start a notification daemon.' },
    'notification for 87: failed, no daemon → Start a notification daemon.',
  ],
  [
    { event: 'alert.unanswered', number: '87', remedy: 'Look at the desktop.' },
    'notification for 87: no answer from the desktop → Look at the desktop.',
  ],
  [{ event: 'status.changed', status: 'live', cause: null }, 'the console is live: orders come at once'],
  [{ event: 'window.shown' }, 'window shown'],
])('%j is told as "%s"', (entry, line) => {
  expect(sentence(entry)).toBe(line);
});

test('everything else stays in the log file', () => {
  expect(sentence({ event: 'bell.not-heard' })).toBeUndefined();
  expect(parseLine('[1:ERROR:gpu] {}')).toBeUndefined();
  expect(parseLine('{"half')).toBeUndefined();
  expect(parseLine('{"event":"x"}')).toEqual({ event: 'x' });
});

test('money is written with as many decimals as its currency has', () => {
  expect(money({ amount: 2340, currency: 'EUR' })).toBe('€23.40');
  expect(money({ amount: 2340, currency: 'JPY' })).toBe('¥2,340');
  expect(money(undefined)).toBe('');
});

test('demo people are named with what they type', () => {
  const people = [
    { name: 'Mia', role: 'counter', pin: '1111' },
    { name: 'Noor', role: 'manager' },
  ];
  expect(demoLines({ restaurant: 'demo', people })).toEqual([
    'demo restaurant: demo',
    'demo people: Mia (counter, PIN 1111), Noor (manager)',
  ]);
});

test('the time has two digits everywhere', () => {
  expect(clockTime(new Date(2024, 0, 1, 3, 4, 5))).toBe('03:04:05');
});

test('an Electron that could not start is answered with what to do', () => {
  const sandbox = '[1:FATAL] The SUID sandbox helper binary was found, but is not configured correctly.';
  expect(remedyFor(sandbox)).toMatch(/sudo sysctl/);
  expect(remedyFor('[1:ERROR] Missing X server or $DISPLAY')).toMatch(/Unset DISPLAY/);
  expect(remedyFor('anything else')).toBeUndefined();
});
