import { expect, test } from 'vitest';
import type { Disk } from '../ports/disk.ts';
import { toUtf8 } from '../journal/bytes.ts';
import { createExitCodes } from './exit-code.ts';

function setUp(byPolicy: string | null = null, files = new Map<string, Uint8Array>()) {
  const clock = { set: 1_000_000_000, at: 5000, now: () => clock.set + clock.at, monotonic: () => clock.at };
  const trouble = { reading: false, writing: false };
  let checked = 0;
  const disk = {
    read: async (path: string) => {
      if (trouble.reading) return { ok: false, failure: { kind: 'io', message: path } };
      const value = files.get(path);
      return value === undefined
        ? { ok: false, failure: { kind: 'missing', message: path } }
        : { ok: true, value };
    },
    replace: async (path: string, bytes: Uint8Array) => {
      if (trouble.writing) return { ok: false, failure: { kind: 'full', message: path } };
      files.set(path, bytes);
      return { ok: true, value: undefined };
    },
  } as unknown as Disk;
  const codes = {
    hash: async (code: string) => `hash:${code}`,
    matches: async (code: string, hash: string) => {
      checked += 1;
      return hash === `hash:${code}`;
    },
    isHash: (text: string) => text.startsWith('hash:'),
  };
  const exit = createExitCodes({ disk, codes, clock }, byPolicy);
  return { exit, clock, files, trouble, checked: () => checked };
}
const code = (answer: Awaited<ReturnType<ReturnType<typeof setUp>['exit']['isRight']>>) =>
  answer.ok ? 'right' : answer.error.code;

test('one that was chosen here leads out, and no other', async () => {
  const { exit } = setUp();
  expect(await exit.whose()).toBeNull();
  expect(code(await exit.isRight('47114711'))).toBe('not-found');
  expect(await exit.choose('47114711')).toBe(true);
  expect(await exit.whose()).toBe('own');
  expect(code(await exit.isRight('000000'))).toBe('wrong-secret');
  expect(code(await exit.isRight('47114711'))).toBe('right');
});

test('IT’s stands over it, and cannot be changed here', async () => {
  const { exit } = setUp('hash:999999', new Map([['exit-code', toUtf8('hash:47114711')]]));
  expect(await exit.whose()).toBe('policy');
  expect(await exit.choose('123456')).toBe(false);
  expect(code(await exit.isRight('47114711'))).toBe('wrong-secret');
  expect(code(await exit.isRight('999999'))).toBe('right');
});

test('after five wrong ones it waits, also over a restart, and looks at none meanwhile', async () => {
  const first = setUp('hash:999999');
  for (let n = 0; n < 5; n += 1) await first.exit.isRight(`11111${n}`);
  expect(await first.exit.isRight('999999')).toMatchObject({
    error: { code: 'throttled', retryAfterSeconds: 30 },
  });
  const again = setUp('hash:999999', first.files);
  expect(code(await again.exit.isRight('999999'))).toBe('throttled');
  expect(again.checked()).toBe(0);
  again.clock.at += 30_000;
  expect(code(await again.exit.isRight('999999'))).toBe('right');
  expect(code(await again.exit.isRight('1'))).toBe('wrong-secret');
});

test('many at once are looked at one after the other', async () => {
  const { exit, checked } = setUp('hash:999999');
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => exit.isRight(String(100_000 + n))));
  expect(checked()).toBe(5);
  expect(answers.filter((answer) => code(answer) === 'throttled')).toHaveLength(15);
});

test('a damaged file is no code, and locks nobody in', async () => {
  const { exit } = setUp(null, new Map([['exit-code', toUtf8('rubbish')]]));
  expect(await exit.whose()).toBeNull();
});

const wrongOnes = async ({ exit }: ReturnType<typeof setUp>, count: number) => {
  for (let n = 0; n < count; n += 1) await exit.isRight(`11111${n}`);
};

test('wrong ones count also on a disk that takes nothing, until the right one comes', async () => {
  const full = setUp('hash:999999');
  full.trouble.writing = true;
  await wrongOnes(full, 5);
  expect(code(await full.exit.isRight('999999'))).toBe('throttled');
  full.clock.at += 30_000;
  expect(code(await full.exit.isRight('999999'))).toBe('right');
  expect(code(await full.exit.isRight('1'))).toBe('wrong-secret');
});

test('those of an earlier run count as soon as they can be read', async () => {
  const first = setUp('hash:999999');
  await wrongOnes(first, 5);
  const again = setUp('hash:999999', first.files);
  again.trouble.reading = again.trouble.writing = true;
  expect(code(await again.exit.isRight('1'))).toBe('wrong-secret');
  again.trouble.reading = false;
  expect(code(await again.exit.isRight('999999'))).toBe('throttled');
});

test('a right one forgets the wrong ones, whether or not the disk does', async () => {
  const here = setUp('hash:999999');
  await wrongOnes(here, 4);
  here.trouble.writing = true;
  expect(code(await here.exit.isRight('999999'))).toBe('right');
  await wrongOnes(here, 4);
  expect(code(await here.exit.isRight('999999'))).toBe('right');
});

test('a computer whose clock is set forward waits as long', async () => {
  const here = setUp('hash:999999');
  await wrongOnes(here, 5);
  here.clock.set += 86_400_000;
  expect(code(await here.exit.isRight('999999'))).toBe('throttled');
  here.clock.at += 30_000;
  expect(code(await here.exit.isRight('999999'))).toBe('right');
});

test('a disk that cannot be read says neither that there is a code nor that there is none', async () => {
  const { exit, trouble } = setUp(null, new Map([['exit-code', toUtf8('hash:47114711')]]));
  trouble.reading = true;
  expect(await exit.whose()).toBe('unreadable');
  expect(code(await exit.isRight('47114711'))).toBe('internal');
  trouble.reading = false;
  expect(await exit.whose()).toBe('own');
  expect(code(await exit.isRight('47114711'))).toBe('right');
});
