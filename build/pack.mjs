// `npm run pack`: makes a package of the console. Without further words the Linux folder that the tests start;
// words after `--` go to electron-builder, for example `npm run pack -- --linux deb`.
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bundle } from './bundle.mjs';
import { projectRoot } from './paths.mjs';
import { command, runProgram, targetsNamed } from './program.mjs';
import { resolveRuntime } from './runtime/resolve.mjs';

const words = process.argv.slice(2);

/**
 * The runtime without what only a start from source needs: the app that loads other apps. electron-builder
 * removes it from archives it unpacks itself, but not from a folder it is given.
 * @param {string} dist
 * @param {string} folder
 */
function distribution(dist, folder) {
  const unwanted = new Set([
    path.join(dist, 'resources', 'app'),
    path.join(dist, 'resources', 'default_app.asar'),
    path.join(dist, 'Electron.app', 'Contents', 'Resources', 'default_app.asar'),
    path.join(dist, 'counterbell-files.json'),
  ]);
  cpSync(dist, folder, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !unwanted.has(source),
  });
}

await command(async () => {
  await bundle(targetsNamed(['main', 'preload', 'assets', 'renderer']));
  const runtime = await resolveRuntime();
  const { version } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8'));
  const packed = runtime.releasable ? version : `${version}-not-for-release`;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-pack-'));
  try {
    distribution(runtime.dist, folder);
    console.log(`packing Counterbell ${packed} with Electron ${runtime.version}`);
    return await runProgram('node_modules/electron-builder/out/cli/cli.js', [
      ...(words.length > 0 ? words : ['--linux', 'dir']),
      '--config=electron-builder.yml',
      '--publish=never',
      `--config.electronDist=${folder}`,
      `--config.electronVersion=${runtime.version}`,
      `--config.extraMetadata.version=${packed}`,
      // The folder of an unpacked package has no version in its own name.
      `--config.directories.output=out/${packed}`,
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
