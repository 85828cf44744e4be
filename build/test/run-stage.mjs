// Runs one stage of the tests as a program of its own and reads back what became of each test.
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../paths.mjs';
import { startProcess } from '../processes.mjs';

/** @typedef {import('./stages.mjs').Stage} Stage */
/** @typedef {import('./tally.mjs').TestOutcome} TestOutcome */
/** @typedef {import('./tally.mjs').FileTime} FileTime */
/** @typedef {{ outcomes: TestOutcome[], files: FileTime[] }} StageResult */
/** @typedef {ReturnType<typeof import('../processes.mjs').stopLater>} StopLater */

/**
 * @param {readonly string[]} words
 * @param {StopLater} running
 * @param {Record<string, string>} [env]
 */
async function runNode(words, running, env = {}) {
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

/**
 * A check counts as one test.
 * @param {Stage} stage
 * @param {StopLater} running
 * @returns {Promise<StageResult>}
 */
export async function runCheck(stage, running) {
  const { code, how } = await runNode(stage.words, running);
  const outcome =
    code === 0
      ? { file: '', name: stage.name, state: 'passed', errors: [] }
      : { file: '', name: `${stage.name} (${how})`, state: 'failed', errors: [] };
  return { outcomes: [outcome], files: [] };
}

/**
 * @param {Stage} stage
 * @param {StopLater} running
 * @param {{ long: boolean, say: (line: string) => void }} options
 * @returns {Promise<StageResult>}
 */
export async function runTests(stage, running, { long, say }) {
  const folder = stage.words[0];
  if (folder !== undefined && !hasTests(folder, long)) {
    say(`  ${folder} holds no tests`);
    return { outcomes: [], files: [] };
  }
  const file = path.join(projectRoot, 'test-results', `${stage.name}.json`);
  rmSync(file, { force: true });
  const { how, code } = await runNode(
    ['node_modules/vitest/vitest.mjs', 'run', '--project', stage.name],
    running,
    {
      COUNTERBELL_TEST_RESULTS: file,
      COUNTERBELL_TEST_STAGE: stage.name,
      ...(long ? { COUNTERBELL_LONG_TESTS: '1' } : {}),
    },
  );
  /** @type {StageResult} */
  const { outcomes, files } = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : { outcomes: [], files: [] };
  // Vitest can also end badly without any test having failed: that must not look like success.
  if (code !== 0 && !outcomes.some(({ state }) => state === 'failed'))
    outcomes.push({ file: '', name: `vitest ended with ${how}`, state: 'failed', errors: [] });
  return { outcomes, files };
}
