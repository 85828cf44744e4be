// `node build/icons/make.mjs`: draws every icon anew. The results are committed, so only a change of the
// drawings needs this.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { sandboxWords, useDesktop } from '../desktop.mjs';
import { projectRoot } from '../paths.mjs';
import { startProcess } from '../processes.mjs';
import { resolveRuntime } from '../runtime/resolve.mjs';
import { icns, ico } from './containers.mjs';
import { appIcon, trayIcon, trayStates, trayTemplate } from './drawings.mjs';

const here = path.join(projectRoot, 'build', 'icons');
const appSizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const macSizes = [16, 32, 64, 128, 256, 512, 1024];
const traySizes = [16, 24, 32, 48];
const macMargin = { margin: 0.0977 };

/** @type {Record<string, { svg: string, size: number }>} */
const drawings = {};
for (const size of appSizes) drawings[`${size}x${size}.png`] = { svg: appIcon(size), size };
for (const size of macSizes) drawings[`mac-${size}.png`] = { svg: appIcon(size, macMargin), size };
for (const state of trayStates) {
  for (const size of traySizes)
    for (const factor of [1, 2])
      drawings[`tray-${state}-${size}${factor === 1 ? '' : '@2x'}.png`] = {
        svg: trayIcon(state, size * factor),
        size: size * factor,
      };
  for (const factor of [1, 2])
    drawings[`tray-${state}-Template${factor === 1 ? '' : '@2x'}.png`] = {
      svg: trayTemplate(state, 18 * factor),
      size: 18 * factor,
    };
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-icons-'));
const desktop = await useDesktop();
try {
  const runtime = await resolveRuntime();
  writeFileSync(path.join(folder, 'drawings.json'), JSON.stringify(drawings));
  const painter = startProcess(
    runtime.path,
    [
      ...sandboxWords(),
      path.join(here, 'renderer-app'),
      `--user-data-dir=${path.join(folder, 'user')}`,
      folder,
    ],
    { stdio: ['ignore', 'inherit', 'ignore'], env: { ...process.env, ...desktop.env } },
  );
  const { code } = await painter.ended;
  if (code !== 0) throw new Error(`The painter ended with code ${code}.`);

  /** @param {string} name @param {number} size */
  const picture = (name, size) => ({ size, png: readFileSync(path.join(folder, name)) });
  mkdirSync(here, { recursive: true });
  for (const name of Object.keys(drawings))
    if (!name.startsWith('mac-')) cpSync(path.join(folder, name), path.join(here, name));
  const windowsSizes = [16, 24, 32, 48, 64, 128, 256];
  writeFileSync(
    path.join(here, 'icon.ico'),
    ico(windowsSizes.map((size) => picture(`${size}x${size}.png`, size))),
  );
  writeFileSync(path.join(here, 'icon.icns'), icns(macSizes.map((size) => picture(`mac-${size}.png`, size))));
  for (const state of trayStates)
    writeFileSync(
      path.join(here, `tray-${state}.ico`),
      ico(traySizes.map((size) => picture(`tray-${state}-${size}.png`, size))),
    );
  console.log(`drew ${Object.keys(drawings).length} pictures into build/icons/`);
} finally {
  await desktop.stop();
  rmSync(folder, { recursive: true, force: true });
}
