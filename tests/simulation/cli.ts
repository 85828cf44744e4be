// Carries out `npm run sim`: many seeds on all cores, or one of them line by line.
import { fork } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { createCounterbell } from '../../core/counterbell.ts';
import { runChunk, runMany, type Chunk, type Done, type Worker } from './many.ts';
import { readTask, usage, type Task } from './options.ts';
import { runSeed } from './run-seed.ts';
import { addUp, written } from './sum.ts';

const say = (line: string): void => console.log(line);

async function runOne({ seed, trace, troubles }: Task & { kind: 'one' }): Promise<number> {
  const chosen = troubles === null ? {} : { troubles };
  const verdict = await runSeed({ seed, create: createCounterbell, trace, ...chosen });
  for (const line of verdict.lines) say(line);
  for (const { promise, what, at } of verdict.violations)
    say(`violated at ${(at / 1000).toFixed(1)} s: ${promise}: ${what}`);
  say(
    `seed ${seed}: ${verdict.violations.length} violations, ${verdict.orders} orders, ${verdict.presses} presses, trouble: ${verdict.troubles.join(', ') || 'none'}`,
  );
  return verdict.violations.length === 0 ? 0 : 1;
}

/** One process per core: a run is nothing but computing. */
const inAnotherProcess: Worker = (take, count) =>
  new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), ['--work'], {
      stdio: 'inherit',
      // Runs leave nothing behind: a large nursery spares most of the collecting.
      execArgv: ['--max-semi-space-size=64'],
    });
    const goOn = (): void => {
      const chunk = take();
      if (chunk === null) child.disconnect();
      else child.send(chunk);
    };
    child.on('message', (done) => {
      count(done as Done[]);
      goOn();
    });
    child.on('error', reject);
    child.on('exit', () => resolve());
    goOn();
  });

async function workForParent(chunk: Chunk): Promise<void> {
  process.send?.(await runChunk(chunk, createCounterbell));
}

async function addUpInput(): Promise<number> {
  const added = addUp((await text(process.stdin)).split('\n'));
  if (added === null) {
    console.error('There is no last line of a run in what was given.');
    return 2;
  }
  if (added.wrong !== null) console.error(added.wrong);
  say(written(added.sum));
  return added.wrong === null && added.sum.failed + added.sum.missing === 0 ? 0 : 1;
}

async function carryOut(task: Task): Promise<number> {
  switch (task.kind) {
    case 'help':
      say(usage);
      return 0;
    case 'wrong':
      console.error(task.sentence);
      return 2;
    case 'work':
      process.on('message', (chunk) => void workForParent(chunk as Chunk));
      return 0;
    case 'sum':
      return addUpInput();
    case 'one':
      return runOne(task);
    case 'many':
      return runMany(task, inAnotherProcess, say);
  }
}

process.exitCode = await carryOut(readTask(process.argv.slice(2)));
