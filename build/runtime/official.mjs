// Electron's official build: downloads the archive that fits the pinned version, or says why it could not.
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {import('./official-download.mjs').Line} Line
 * @typedef {{ ok: true, file: string } | { ok: false, host: string | undefined, why: string, avoided: boolean }} Downloaded
 */

const child = fileURLToPath(new URL('./official-download.mjs', import.meta.url));

/**
 * @param {{
 *   version: string, platform: string, arch: string, folder: string, checksumsFile: string, avoid: string[],
 *   env: Record<string, string | undefined>, patienceMs: number, say: (line: string) => void,
 *   program?: string,
 * }} order patienceMs: how long nothing may happen; program: the child process to ask
 * @returns {Promise<Downloaded>}
 */
export function downloadOfficial({ env, patienceMs, say, program = child, ...order }) {
  return new Promise((resolve) => {
    const asked = spawn(process.execPath, [program, JSON.stringify(order)], {
      env: { ...env, ELECTRON_GET_NO_PROGRESS: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    /** @type {string | undefined} */
    let host;
    /** @type {Downloaded | undefined} */
    let result;
    let complaint = '';
    let toldPercent = 0;
    const giveUp = () => {
      result ??= {
        ok: false,
        host,
        avoided: false,
        why: `no progress for ${Math.round(patienceMs / 1000)} s`,
      };
      asked.kill('SIGKILL');
    };
    let patience = setTimeout(giveUp, patienceMs);
    createInterface({ input: asked.stdout }).on('line', (text) => {
      clearTimeout(patience);
      patience = setTimeout(giveUp, patienceMs);
      /** @type {Line} */
      const line = JSON.parse(text);
      if (line.event === 'asking') {
        host = line.host;
        say(`fetching Electron ${order.version} from ${host} (official build, MIT licence)`);
      } else if (line.event === 'progress') {
        const percent = line.total > 0 ? Math.floor((line.bytes / line.total) * 4) * 25 : 0;
        if (percent > toldPercent && percent < 100)
          say(`  ${percent} % of ${Math.round(line.total / 1e6)} MB`);
        toldPercent = percent;
      } else if (line.event === 'done') result = { ok: true, file: line.file };
      else if (line.event === 'avoided')
        result = { ok: false, host: line.host, avoided: true, why: 'it failed less than a day ago' };
      else result = { ok: false, host, avoided: false, why: line.why };
    });
    asked.stderr.on('data', (chunk) => (complaint += chunk));
    asked.on('error', (error) => (result ??= { ok: false, host, avoided: false, why: error.message }));
    asked.on('close', (code) => {
      clearTimeout(patience);
      const why = complaint.trim().split('\n').at(-1) || `the download ended with code ${code}`;
      resolve(result ?? { ok: false, host, avoided: false, why });
    });
  });
}

/**
 * Unpacks the official archive; its checksum was compared while it was downloaded.
 * @param {string} zip
 * @param {string} folder
 * @param {string} version
 */
export async function unpackOfficial(zip, folder, version) {
  const { extract } = await import('@electron-internal/extract-zip');
  await extract(zip, { dir: folder });
  rmSync(path.dirname(zip), { recursive: true, force: true });
  const found = readFileSync(path.join(folder, 'version'), 'utf8').trim().replace(/^v/, '');
  if (found !== version) throw new Error(`the archive holds Electron ${found} instead of ${version}`);
}

/**
 * Where the executable is inside an official build.
 * @param {string} platform
 */
export function executableIn(platform) {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}
