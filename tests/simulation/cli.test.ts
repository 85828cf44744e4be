// What whoever types `npm run sim` is told: what the options mean, which seed failed, and the sum as the last line.
import { expect, test } from 'vitest';
import { createCounterbell, type CreateCounterbell } from '../../core/counterbell.ts';
import { runChunk, runMany, type Worker } from './many.ts';
import { readTask, usage } from './options.ts';
import { addUp, readSum, written } from './sum.ts';
import { troubles } from './troubles.ts';

test('options are read', () => {
  expect(readTask(['--help'])).toEqual({ kind: 'help' });
  expect(readTask(['--seed', '7', '--trace'])).toEqual({
    kind: 'one',
    seed: 7,
    trace: true,
    troubles: null,
  });
  expect(
    readTask(['--seeds', '100000', '--from', '3', '--workers', '1', '--trouble', 'sleep,crash']),
  ).toEqual({ kind: 'many', seeds: 100_000, from: 3, workers: 1, troubles: ['crash', 'sleep'] });
  expect(readTask(['--sum'])).toEqual({ kind: 'sum' });
  expect(readTask(['--trouble', 'none'])).toMatchObject({ kind: 'many', from: 1, troubles: [] });
});

test('the parts of a run are all of it, and none of it twice', () => {
  const told = ['1/3', '2/3', '3/3'].map((part) =>
    readTask(['--seeds', '100', '--from', '5', '--part', part]),
  );
  expect(told).toEqual([
    expect.objectContaining({ from: 5, seeds: 33 }),
    expect.objectContaining({ from: 38, seeds: 33 }),
    expect.objectContaining({ from: 71, seeds: 34 }),
  ]);
});

const line = (from: number, seeds: number, failed = 0, missing = 0): string =>
  written({
    seeds,
    from,
    failed,
    missing,
    orders: 10,
    alerts: 20,
    presses: 30,
    events: 40,
    seconds: 1.5,
    cpuMs: seeds * 12,
  });

test('last lines of parts add up to the last line of the whole', () => {
  const added = addUp(['npm run sim', line(26, 25), '', line(1, 25, 1)]);
  expect(added?.wrong).toBeNull();
  expect(added && written(added.sum)).toBe(
    '50 seeds from 1: 1 failed, 20 orders, 40 notifications, 60 presses, 80 happenings, 3.0 s, 12.0 ms of CPU each',
  );
  expect(readSum(line(1, 24, 0, 1))).toMatchObject({ seeds: 24, missing: 1 });
});

test.each([
  [[line(1, 25), line(51, 25)], 'Seeds 26 to 50 are not among these parts.'],
  [[line(1, 25), line(1, 25)], 'Seeds from 1 on are among these parts twice.'],
])('parts that are no whole are told', (lines, sentence) => {
  expect(addUp(lines)?.wrong).toBe(sentence);
});

test('what is no last line adds up to nothing', () => {
  expect(addUp(['nothing', ''])).toBeNull();
});

test('help names every option and every trouble', () => {
  for (const name of [
    '--seeds',
    '--from',
    '--part',
    '--sum',
    '--workers',
    '--seed',
    '--trace',
    '--trouble',
    ...troubles,
  ])
    expect(usage).toContain(name);
});

test.each([
  [['--seeds', 'many'], '--seeds is a whole number from 1 on, not "many".'],
  [['--seeds', '0'], '--seeds is a whole number from 1 on, not "0".'],
  [['--from', '1.5'], '--from is a whole number from 1 on, not "1.5".'],
  [['--workers', ''], '--workers is a whole number from 1 on, not "".'],
  [['--trouble', 'crash,rain'], 'There is no trouble called "rain".'],
  [['--part', '5/4'], '--part is one of so many parts, such as 2/4, not "5/4".'],
  [['--part', '2'], '--part is one of so many parts, such as 2/4, not "2".'],
  [['--trace'], '--trace tells one seed: name it with --seed.'],
])('%j is answered with one sentence', (words, sentence) => {
  expect(readTask(words)).toEqual({
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
  const task = readTask(words);
  expect(task.kind === 'wrong' && task.sentence).toMatch(
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
    createCounterbell(
      { ...ports, bell: { ...ports.bell, ring: () => Promise.resolve({ kind: 'played', away: false }) } },
      setup,
    );
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
