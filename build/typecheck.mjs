// Type-checks every layer with its own tsconfig, so that a layer only sees the types it may use.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { projectRoot as root } from './paths.mjs';
import { command } from './program.mjs';

export const layers = ['contract', 'core', 'renderer', 'backend', 'page', 'electron', 'build', 'tests'];

/**
 * Runs the TypeScript compiler on one layer.
 * @param {string} layer
 * @returns {Promise<{ layer: string, ok: boolean, output: string }>}
 */
function check(layer) {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [
        path.join(root, 'node_modules/typescript/bin/tsc'),
        '-p',
        `tsconfig.${layer}.json`,
        '--pretty',
        'false',
      ],
      { cwd: root },
    );
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ layer, ok: false, output: String(error) }));
    child.on('close', (code) => resolve({ layer, ok: code === 0, output }));
  });
}

const wanted = process.argv.slice(2);
await command(async () => {
  let failed = false;
  // One after the other: the compiler itself uses every core.
  for (const layer of wanted.length > 0 ? wanted : layers) {
    const result = await check(layer);
    if (!result.ok) failed = true;
    console.log(`types of ${layer}: ${result.ok ? 'ok' : 'failed'}`);
    if (result.output.trim() !== '') console.log(result.output.trim());
  }
  return failed ? 1 : 0;
});
