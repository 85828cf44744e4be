import { expect, test } from 'vitest';
import { healthy, view } from '../../../tests/preview/fixtures.ts';
import { rowsOf, type Row } from './rows.ts';

const since = '2026-03-06T11:00:00.000Z';
const { status } = view();
type Part = (typeof status)['parts'][number];
const part = (name: Part['part'], works: boolean | null, inWay?: Part['inWay']): Part => ({
  part: name,
  works,
  since,
  cause: null,
  ...(inWay && { inWay }),
});
const rows = (parts: Part[], health = healthy()) => rowsOf({ status: { ...status, parts }, health });
const brief = ({ part: name, state, say }: Row) => [name, state, say];

test('what works says since when, and nothing more', () => {
  const all = rows([part('network', true), part('pusher', true)]);
  expect(all.map(({ part: name }) => name)).toEqual([
    'network',
    'pusher',
    'sound',
    'notifications',
    'tray',
    'disk',
    'secrets',
  ]);
  for (const row of all) expect(row).toMatchObject({ state: 'works', say: null });
  for (const row of all) expect(row.since).not.toBeNull();
});

test('without a network what lies behind it waits for it, and stands first with it', () => {
  const all = rows([
    part('network', false),
    part('pusher', false),
    part('backend', false),
    part('sign-in', true),
    part('clock', null),
  ]);
  expect(all.slice(0, 5).map(brief)).toEqual([
    ['network', 'broken', 'health.say.network'],
    ['pusher', 'broken', 'health.say.waits'],
    ['backend', 'broken', 'health.say.waits'],
    ['sign-in', 'works', null],
    ['clock', 'unknown', null],
  ]);
  for (const inWay of ['proxy', 'login-page'] as const)
    expect(brief(rows([part('network', false, inWay)])[0] as Row)).toEqual([
      'network',
      'broken',
      `health.say.${inWay}`,
    ]);
});

test('each way in which the machine fails has its own words', () => {
  const all = rows([], {
    ...healthy(),
    sound: { audible: false, why: 'no-device', away: false, since },
    notifications: { way: 'banner', quiet: false, since },
    tray: { works: false, since },
    disk: { works: false, why: 'full', since },
    secrets: { works: false, since },
  });
  expect(all.map(brief)).toEqual([
    ['sound', 'broken', 'health.say.no-device'],
    ['notifications', 'broken', 'health.say.banner'],
    ['disk', 'broken', 'health.say.disk-full'],
    ['secrets', 'broken', 'health.say.secrets'],
    ['tray', 'odd', 'health.say.tray'],
  ]);
  const away = rows([], { ...healthy(), sound: { audible: true, why: null, away: true, since } });
  expect(away.map(brief)).toContainEqual(['sound', 'odd', 'health.say.away']);
  const quiet = rows([], { ...healthy(), notifications: { way: 'desktop', quiet: true, since } });
  expect(quiet.map(brief)).toContainEqual(['notifications', 'odd', 'health.say.quiet']);
});

test('what was never tried is not said to work', () => {
  const all = rows([], {
    ...healthy(),
    sound: null,
    notifications: null,
    tray: null,
    disk: null,
    secrets: null,
  });
  expect(all.map(brief)).toEqual([
    ['sound', 'unknown', 'health.say.not-rung'],
    ['notifications', 'unknown', 'health.say.none-yet'],
  ]);
});
