// What whoever types `npm run sim` is told: what the options mean, which seed failed, and the sum as the last line.
import { expect, test } from 'vitest';
import { createCounterbell, type CreateCounterbell } from '../../core/counterbell.ts';
import { runChunk, runMany, type Worker } from './many.ts';
import { readWish, usage } from './options.ts';
import { troubles } from './weather.ts';

test('options are read', () => {
  expect(readWish(['--help'])).toEqual({ kind: 'help' });
  expect(readWish(['--seed', '7', '--trace'])).toEqual({
    kind: 'one',
    seed: 7,
    trace: true,
    troubles: null,
  });
  expect(
    readWish(['--seeds', '100000', '--from', '3', '--workers', '1', '--trouble', 'sleep,crash']),
  ).toEqual({ kind: 'many', seeds: 100_000, from: 3, workers: 1, troubles: ['crash', 'sleep'] });
  expect(readWish(['--trouble', 'none'])).toMatchObject({ kind: 'many', from: 1, troubles: [] });
});

test('help names every option and every trouble', () => {
  for (const name of ['--seeds', '--from', '--workers', '--seed', '--trace', '--trouble', ...troubles])
    expect(usage).toContain(name);
});

test.each([
  [['--seeds', 'many'], '--seeds is a whole number from 1 on, not "many".'],
  [['--seeds', '0'], '--seeds is a whole number from 1 on, not "0".'],
  [['--from', '1.5'], '--from is a whole number from 1 on, not "1.5".'],
  [['--workers', ''], '--workers is a whole number from 1 on, not "".'],
  [['--trouble', 'crash,rain'], 'There is no trouble called "rain".'],
  [['--trace'], '--trace tells one seed: name it with --seed.'],
])('%j is answered with one sentence', (words, sentence) => {
  expect(readWish(words)).toEqual({
    kind: 'wrong',
    sentence: `${sentence} "npm run sim -- --help" lists the options.`,
  });
});

// In Node's own words, which may be others tomorrow.
test.each([
  [['--seedz', '3'], '--seedz'],
  [['--seeds'], '--seeds'],
  [['--seed', '-1'], '--seed'],
  [['seven'], 'seven'],
])('%j is answered with one sentence that names it', (words, name) => {
  const wish = readWish(words);
  expect(wish.kind === 'wrong' && wish.sentence).toMatch(
    new RegExp(`^[^.\\n]*${name}[^.\\n]*\\. "npm run sim -- --help" lists the options\\.$`),
  );
});

const here =
  (create: CreateCounterbell): Worker =>
  async (take, count) => {
    for (let chunk = take(); chunk !== null; chunk = take()) count(await runChunk(chunk, create));
  };

async function told(create: CreateCounterbell, work: Worker = here(create)) {
  const lines: string[] = [];
  const code = await runMany({ from: 1, seeds: 2, workers: 1, troubles: [] }, work, (line) =>
    lines.push(line),
  );
  return { code, lines };
}

test('seeds that keep every promise: the sum alone, and 0', async () => {
  const { code, lines } = await told(createCounterbell);
  expect(lines).toEqual([expect.stringMatching(/^2 seeds from 1: 0 failed, \d+ orders, /)]);
  expect(code).toBe(0);
});

test('a seed that breaks one: the line that tells it again, then the sum, and 1', async () => {
  const mute: CreateCounterbell = (ports, setup) =>
    createCounterbell({ ...ports, bell: { ...ports.bell, ring: () => Promise.resolve(true) } }, setup);
  const { code, lines } = await told(mute);
  const summary = lines.pop();
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines)
    expect(line).toMatch(/^npm run sim -- --seed [12] --trace --trouble none {3}# .+: .+$/);
  expect(summary).toMatch(new RegExp(`^2 seeds from 1: ${lines.length} failed, `));
  expect(code).toBe(1);
});

test('a worker that dies before it has told its seeds is a failure', async () => {
  const { code, lines } = await told(createCounterbell, () => Promise.resolve());
  expect(lines).toEqual([expect.stringMatching(/^0 seeds from 1: 0 failed \(2 were never told\), /)]);
  expect(code).toBe(1);
});
