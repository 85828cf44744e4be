// `npm run test:soak [-- --minutes N --seed N]`: a shift of half an hour in bad weather on the real console, told as a table.
import { bundle } from './bundle.mjs';
import { installed, runProgram } from './program.mjs';
import { targets } from './targets.mjs';

const words = process.argv.slice(2);
/**
 * @param {string} name
 * @param {string} otherwise
 */
const given = (name, otherwise) => {
  const at = words.indexOf(`--${name}`);
  return at < 0 ? otherwise : (words[at + 1] ?? otherwise);
};

process.env.COUNTERBELL_SOAK_MINUTES = given('minutes', '30');
process.env.COUNTERBELL_SOAK_SEED = given('seed', '46');
await bundle(targets);
process.exitCode = await runProgram(installed.vitest, ['run', '--project=e2e', 'tests/e2e/soak.test.ts']);
