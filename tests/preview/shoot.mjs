// Takes pictures of the window in every state, for looking at: node tests/preview/shoot.mjs FOLDER [SCENE…]
import { bundle } from '../../build/bundle.mjs';
import { makeTool, runProgram, targetsNamed } from '../../build/program.mjs';

await bundle(targetsNamed(['renderer']));
process.exitCode = await runProgram(await makeTool('shoot', 'tests/preview/shoot.ts'), process.argv.slice(2));
