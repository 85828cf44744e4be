// `npm run test:stress`: repeats stages of the tests with every core kept busy, and names each test that was not green
// each time. The burners run at the tests' own priority: a test gets about half of what it gets on a quiet machine.
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from './paths.mjs';
import { startProcess, stopLater } from './processes.mjs';
import { prepareFor } from './test/prepare.mjs';
import { readStressOptions, reportRounds } from './test/rounds.mjs';
import { runCheck, runTests } from './test/run-stage.mjs';
import { stages } from './test/stages.mjs';
import { minutes } from './test/tally.mjs';

/** Longer than this it is not repeated before each release. */
const atMostMs = 55 * 60_000;

const say = (/** @type {string} */ line) => console.log(line);
const began = performance.now();
const running = stopLater();
/** @type {import('./test/rounds.mjs').Round[]} */
const rounds = [];
let planned = Number.NaN;
let ending = false;

function keepCoresBusy() {
  for (let core = 0; core < os.availableParallelism(); core += 1) {
    const burner = startProcess(process.execPath, [path.join(projectRoot, 'build/test/burner.mjs')], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    running.add(burner.stop);
  }
}

/** @param {import('./test/rounds.mjs').StressOptions} options */
async function run(options) {
  planned = options.rounds * options.stages.length;
  await prepareFor(options.stages, { quick: false, say });
  const bundle = stages.filter(({ name }) => name === 'bundle');
  for (const stage of bundle) {
    const { outcomes } = await runCheck(stage, running);
    if (outcomes.some(({ state }) => state === 'failed')) throw new Error('The programs could not be built.');
  }
  keepCoresBusy();
  for (let round = 1; round <= options.rounds; round += 1)
    for (const stage of options.stages) {
      const { outcomes } = await runTests(stage, running, { long: false, say });
      // What was cut short says nothing about its tests.
      if (ending) return;
      rounds.push({ stage: stage.name, round, outcomes });
      const red = outcomes.filter(({ state }) => state === 'failed').length;
      say(
        `── round ${round}, ${stage.name}: ${outcomes.length} tests, ${red} failed, after ${minutes(performance.now() - began)}`,
      );
    }
}

/** @param {number} code */
async function end(code) {
  if (ending) return;
  ending = true;
  await running.stopAll();
  say('');
  const { lines, ok } = reportRounds(rounds, { planned });
  say(`took ${minutes(performance.now() - began)} on Node ${process.versions.node}`);
  for (const line of lines) say(line);
  process.exit(ok ? code : 1);
}

for (const [signal, code] of /** @type {const} */ ([
  ['SIGINT', 130],
  ['SIGTERM', 143],
]))
  process.on(signal, () => void end(code));
setTimeout(() => {
  say(`${minutes(atMostMs)} are over.`);
  void end(1);
}, atMostMs).unref();

try {
  await run(readStressOptions(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await end(1);
}
await end(0);
