// `npm test`: makes what is needed, runs every kind of test, says what was not run and why, and counts.
import { stopLater } from './processes.mjs';
import { prepareFor } from './test/prepare.mjs';
import { runCheck, runTests } from './test/run-stage.mjs';
import { readTestOptions, stagesFor } from './test/stages.mjs';
import { count, emptyTally, minutes, report, slowest } from './test/tally.mjs';

const say = (/** @type {string} */ line) => console.log(line);
const began = performance.now();
const running = stopLater();
const tally = emptyTally();
const strict = process.env.CI === 'true';
/** @type {import('./test/tally.mjs').FileTime[]} */
const files = [];

/** @param {import('./test/stages.mjs').TestOptions} options */
async function run(options) {
  const wanted = stagesFor(options);
  await prepareFor(wanted, { quick: options.quick, say });
  for (const stage of wanted) {
    say(`── ${stage.name}`);
    const began = performance.now();
    const { passed, failed } = tally;
    const result =
      stage.kind === 'check'
        ? await runCheck(stage, running)
        : await runTests(stage, running, { long: options.long, say });
    count(tally, stage.kind === 'check' ? '' : stage.name, result.outcomes, { strict });
    files.push(...result.files);
    const counted = `${tally.passed - passed} passed, ${tally.failed - failed} failed`;
    say(`   ${stage.name}: ${counted} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  }
}

for (const [signal, code] of /** @type {const} */ ([
  ['SIGINT', 130],
  ['SIGTERM', 143],
]))
  process.on(signal, () => void running.stopAll().then(() => process.exit(code)));

try {
  await run(readTestOptions(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  count(tally, '', [{ file: '', name: 'setting up', state: 'failed', errors: [] }], { strict });
}
say('');
for (const line of slowest(files, 10)) say(line);
say(`took ${minutes(performance.now() - began)} on Node ${process.versions.node}`);
for (const line of report(tally)) say(line);
process.exitCode = tally.failed > 0 ? 1 : 0;
