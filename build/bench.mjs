// `npm run bench:NAME`: makes what the bench measures, then runs tests/bench/NAME.ts.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { bundle } from './bundle.mjs';
import { projectRoot } from './paths.mjs';
import { command, makeTool, runProgram } from './program.mjs';
import { targets } from './targets.mjs';

const [name = '', ...words] = process.argv.slice(2);

await command(async () => {
  const entry = `tests/bench/${name}.ts`;
  if (name === '' || !existsSync(path.join(projectRoot, entry)))
    throw new Error(`There is no bench "${name}": ${entry} is missing.`);
  // Programs are measured as they ship, so whatever can be bundled is brought up to date first.
  const present = targets.filter((target) => existsSync(path.join(projectRoot, target.entry)));
  await bundle(present, { say: (line) => console.log(line) });
  return runProgram(await makeTool(`bench-${name}`, entry), words, { NODE_ENV: 'production' });
});
