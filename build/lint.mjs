// `npm run lint`: the linter, the layers and the floors.
import { brokenImports } from './layers.mjs';
import { projectRoot } from './paths.mjs';
import { command, installed, runProgram } from './program.mjs';

await command(async () => {
  const code = await runProgram(installed.oxlint, process.argv.slice(2));
  const broken = await brokenImports(projectRoot);
  for (const { file, specifier, why } of broken)
    console.log(specifier === undefined ? `${file}: ${why}.` : `${file} imports '${specifier}': ${why}.`);
  console.log(
    broken.length === 0
      ? 'Every import keeps to its layer and floor.'
      : `${broken.length} imports break a layer or a floor.`,
  );
  return broken.length === 0 ? code : 1;
});
