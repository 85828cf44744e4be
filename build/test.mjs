// `npm test`: makes what is needed, runs every kind of test, says what was not run and why, and counts.
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { checkNode, ensureDependencies } from './dependencies.mjs';
import { projectRoot } from './paths.mjs';
import { startProcess, stopLater } from './processes.mjs';
import { resolveRuntime } from './runtime/resolve.mjs';
import { checkLibraries, ensureSystem } from './system.mjs';
import { readTestOptions, stagesFor } from './test/stages.mjs';
import { count, emptyTally, report } from './test/tally.mjs';

/** @typedef {import('./test/stages.mjs').Stage} Stage */

const say = (/** @type {string} */ line) => console.log(line);
const running = stopLater();
const tally = emptyTally();
const strict = process.env.CI === 'true';

/**
 * @param {readonly string[]} words
 * @param {Record<string, string>} [env]
 */
async function runNode(words, env = {}) {
  const one = startProcess(process.execPath, words, {
    cwd: projectRoot,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  running.add(one.stop);
  const { code, signal } = await one.ended;
  return { code: code ?? 1, how: signal === null ? `code ${code}` : signal };
}

/** @param {string} folder @param {boolean} long */
const hasTests = (folder, long) =>
  existsSync(path.join(projectRoot, folder)) &&
  readdirSync(path.join(projectRoot, folder), { recursive: true, encoding: 'utf8' }).some(
    (file) => file.endsWith('.test.ts') && (long || !file.endsWith('.long.test.ts')),
  );

/** @param {Stage} stage @param {boolean} long */
async function runVitest(stage, long) {
  const folder = stage.words[0];
  if (folder !== undefined && !hasTests(folder, long)) {
    say(`  ${folder} holds no tests`);
    return;
  }
  const file = path.join(projectRoot, 'test-results', `${stage.name}.json`);
  rmSync(file, { force: true });
  const { how, code } = await runNode(['node_modules/vitest/vitest.mjs', 'run', '--project', stage.name], {
    COUNTERBELL_TEST_RESULTS: file,
    COUNTERBELL_TEST_STAGE: stage.name,
    ...(long ? { COUNTERBELL_LONG_TESTS: '1' } : {}),
  });
  /** @type {import('./test/tally.mjs').TestOutcome[]} */
  const outcomes = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  const before = tally.failed;
  count(tally, stage.name, outcomes, { strict });
  // Vitest can also end badly without any test having failed: that must not look like success.
  if (code !== 0 && tally.failed === before) {
    const outcome = { file: '', name: `vitest ended with ${how}`, state: 'failed', errors: [] };
    count(tally, stage.name, [outcome], { strict });
  }
}

/** @param {Stage} stage */
async function runCheck(stage) {
  const { code, how } = await runNode(stage.words);
  const state = code === 0 ? 'passed' : 'failed';
  count(
    tally,
    '',
    [{ file: '', name: state === 'passed' ? stage.name : `${stage.name} (${how})`, state, errors: [] }],
    {
      strict,
    },
  );
}

/** @param {import('./test/stages.mjs').TestOptions} options */
async function run(options) {
  checkNode({ say });
  await ensureDependencies({ say });
  ensureSystem(options.quick ? ['virtual desktop', 'tests'] : ['window', 'virtual desktop', 'tests'], {
    say,
  });
  const wanted = stagesFor(options);
  if (wanted.some((stage) => ['attacks', 'e2e', 'packaging'].includes(stage.name)))
    checkLibraries((await resolveRuntime({ say })).path);
  for (const stage of wanted) {
    say(`── ${stage.name}`);
    const began = performance.now();
    const { passed, failed } = tally;
    if (stage.kind === 'check') await runCheck(stage);
    else await runVitest(stage, options.long);
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
for (const line of report(tally)) say(line);
process.exitCode = tally.failed > 0 ? 1 : 0;
