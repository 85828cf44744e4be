import { expect, test } from 'vitest';
import type { Clock } from '../ports/clock.ts';
import { checkIds } from './checks.ts';
import type { Looks } from './findings.ts';
import { hasFailed, runSelfTest, selfTestLines, type SelfTest } from './self-test.ts';

const patience: (() => void)[] = [];
const clock: Clock = {
  now: () => 0,
  monotonic: () => 0,
  after: (_ms, run) => {
    patience.push(run);
    return { cancel: () => undefined };
  },
};
const nothing = Object.fromEntries(
  checkIds.map((id) => [id, async () => ({ notLooked: 'nobody looks' })]),
) as Looks;
const verdictOf = (tested: SelfTest, id: string) => tested.checks.find((check) => check.id === id);

test('what fails keeps what needs it from being looked at, and says so', async () => {
  const looked: string[] = [];
  const tested = await runSelfTest(
    {
      ...nothing,
      tcp: async () => ({ host: 'a', port: 1, proxy: false, error: 'refused', ms: 1 }),
      http: async () => {
        looked.push('http');
        return { notLooked: '' };
      },
    },
    clock,
  );
  expect(verdictOf(tested, 'tcp')).toMatchObject({ verdict: 'fail' });
  expect(verdictOf(tested, 'tls')).toMatchObject({ verdict: 'skipped', why: 'TCP has to work before.' });
  expect(verdictOf(tested, 'sign-in')).toMatchObject({ verdict: 'skipped', why: 'HTTP has to work before.' });
  expect(looked).toEqual([]);
  expect(hasFailed(tested)).toBe(true);
});

test('what need not be looked at stands in nobody’s way', async () => {
  const tested = await runSelfTest(
    {
      ...nothing,
      tls: async () => ({ notLooked: 'http:// is not encrypted.' }),
      sound: async () => ({ rung: { kind: 'played', away: false }, aloud: false }),
    },
    clock,
  );
  expect(verdictOf(tested, 'http')).toMatchObject({ verdict: 'skipped', why: 'nobody looks' });
  expect(hasFailed(tested)).toBe(false);
  expect(tested.checks.map(({ id }) => id)).toEqual(checkIds);
});

test('a look that throws, or never ends, has failed and holds up nothing else', async () => {
  patience.length = 0;
  const running = runSelfTest(
    {
      ...nothing,
      tray: () => Promise.reject(new Error('no bus')),
      disk: () => new Promise(() => undefined),
    },
    clock,
  );
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
  for (const run of patience) run();
  const tested = await running;
  expect(verdictOf(tested, 'tray')).toMatchObject({
    verdict: 'fail',
    what: 'it could not be looked at: no bus',
  });
  expect(verdictOf(tested, 'disk')).toMatchObject({ verdict: 'fail', what: 'no answer within 20 s' });
  expect(verdictOf(tested, 'sound')).toMatchObject({ verdict: 'skipped' });
});

test('its lines say what, why and what to do, and count', () => {
  const check = { id: 'sound', title: 'Sound', ms: 1 } as const;
  expect(
    selfTestLines({
      at: '',
      checks: [
        { ...check, verdict: 'fail', what: 'none', why: 'nobody hears', todo: 'plug it in' },
        { ...check, verdict: 'skipped', what: 'not looked at', why: 'alone', todo: '' },
      ],
    }),
  ).toEqual([
    'FAIL Sound  none',
    '            nobody hears',
    '            → plug it in',
    'skip Sound  not looked at: alone',
    '0 well, 0 to look at, 1 failed, 1 not looked at',
  ]);
});
