import { expect, test } from 'vitest';
import type { Checked, SelfTest } from '../../core/diagnosis/self-test.ts';
import { createSelfTests } from './followed.ts';

const checked = (id: Checked['id']): Checked => ({
  id,
  title: id,
  verdict: 'ok',
  ms: 1,
  what: '',
  why: '',
  todo: '',
});
const ids = (told: { done: { id: string }[] } | null) => told?.done.map(({ id }) => id);

function testsByHand() {
  const runs: {
    aloud: boolean;
    told: (checked: Checked) => void;
    end: (test: SelfTest) => void;
    fail: (error: Error) => void;
  }[] = [];
  const tests = createSelfTests((aloud, told) => {
    return new Promise<SelfTest>((end, fail) => {
      runs.push({ aloud, told, end, fail });
    });
  });
  return { tests, runs };
}

test('each check is told as soon as it is done, and then that it is over', async () => {
  const { tests, runs } = testsByHand();
  const n = tests.start();
  const first = tests.follow(n, 0);
  runs[0]?.told(checked('version'));
  expect(ids(await first)).toEqual(['version']);
  const second = tests.follow(n, 1);
  runs[0]?.told(checked('dns'));
  expect(ids(await second)).toEqual(['version', 'dns']);
  const last = tests.follow(n, 2);
  runs[0]?.end({ at: '', checks: [] });
  expect(await last).toMatchObject({ over: true });
  // Whoever comes late is told at once.
  expect(await tests.follow(n, 2)).toMatchObject({ over: true });
});

test('one runs at a time: a command line and the window share it', async () => {
  const { tests, runs } = testsByHand();
  const n = tests.start();
  const both = tests.run(true);
  expect(tests.start()).toBe(n);
  expect(runs.map(({ aloud }) => aloud)).toEqual([false]);
  const done = { at: 'now', checks: [] };
  runs[0]?.end(done);
  expect(await both).toBe(done);
  expect(tests.start()).toBe(n + 1);
  expect(await tests.follow(n, 0)).toBeNull();
});

test('one that fails as a whole leaves nobody waiting', async () => {
  const { tests, runs } = testsByHand();
  const followed = tests.follow(tests.start(), 0);
  const asked = tests.run(false);
  runs[0]?.fail(new Error('no disk'));
  await expect(asked).rejects.toThrow('no disk');
  expect(await followed).toEqual({ done: [], over: true });
});
