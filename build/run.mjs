// `node build/run.mjs WHAT [words]`: the small commands of package.json, each with everything it needs made first.
import { bundle } from './bundle.mjs';
import { command, installed, makeTool, runProgram, targetsNamed } from './program.mjs';
import { targets } from './targets.mjs';

const [what = '', ...words] = process.argv.slice(2);

/**
 * @param {readonly string[]} made
 * @param {string} file
 */
const fromDist = (made, file) => async () => {
  await bundle(targetsNamed(made));
  return runProgram(file, words);
};

/** @type {Record<string, () => Promise<number>>} */
const commands = {
  format: () => runProgram(installed.oxfmt, words),
  typecheck: () => runProgram('build/typecheck.mjs', words),
  build: async () => {
    const built = await bundle(targets);
    if (built.length === 0) console.log('everything is fresh');
    return 0;
  },
  backend: fromDist(['backend', 'customer-page', 'phone-page', 'push-worker'], 'dist/backend/main.js'),
  'demo:orders': fromDist(['demo-orders'], 'dist/backend/demo-orders.js'),
  sim: async () => runProgram(await makeTool('sim', 'tests/simulation/cli.ts'), words),
  guide: async () => runProgram(await makeTool('guide', 'tests/house/write-settings-table.ts'), words),
  record: async () => runProgram(await makeTool('record', 'tests/compat/record.ts'), words),
  // Verbose, because what a server leaves out is said in the names of the tests that are not run.
  'test:pusher': () =>
    runProgram(installed.vitest, [
      'run',
      '--project=pusher',
      '--reporter=verbose',
      'tests/pusher/interop-',
      ...words,
    ]),
};

await command(async () => {
  const run = commands[what];
  if (run === undefined)
    throw new Error(`No such command: ${what}. There are: ${Object.keys(commands).join(', ')}.`);
  return run();
});
