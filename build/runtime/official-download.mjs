// A child process of its own: downloads Electron's official archive and tells how far it is, one JSON line at
// a time. Its parent ends it when the lines stop, which works for whatever hangs: a name, a proxy, a mirror.
import { createWriteStream, readFileSync } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
// The electron package brings both its downloader and the rules of its mirrors.
import { downloadArtifact, ElectronDownloadCacheMode, initializeProxy } from '@electron/get';

/**
 * @typedef {{ version: string, platform: string, arch: string, folder: string, checksumsFile: string, avoid: string[] }} Order
 * @typedef {{ event: 'asking', host: string }
 *   | { event: 'avoided', host: string }
 *   | { event: 'progress', bytes: number, total: number }
 *   | { event: 'done', file: string }
 *   | { event: 'failed', why: string }} Line
 */

/** @type {Order} */
const order = JSON.parse(process.argv[2] ?? '{}');

/** @param {Line} line */
const tell = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

/** @param {unknown} error */
function reason(error) {
  if (!(error instanceof Error)) return String(error);
  // fetch says only "fetch failed"; what happened is in its cause.
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

const downloader = {
  /**
   * @param {string} url
   * @param {string} file
   */
  async download(url, file) {
    const { host } = new URL(url);
    if (order.avoid.includes(host)) {
      tell({ event: 'avoided', host });
      process.exit(0);
    }
    tell({ event: 'asking', host });
    const response = await fetch(url);
    if (!response.ok || !response.body) throw new Error(`${host} answered ${response.status}`);
    const total = Number(response.headers.get('content-length') ?? 0);
    let bytes = 0;
    const count = new Transform({
      transform(chunk, _encoding, done) {
        bytes += chunk.length;
        tell({ event: 'progress', bytes, total });
        done(null, chunk);
      },
    });
    await pipeline(Readable.fromWeb(/** @type {any} */ (response.body)), count, createWriteStream(file));
  },
};

try {
  const { env } = process;
  env.HTTPS_PROXY ||= env.https_proxy || env.npm_config_https_proxy || env.npm_config_proxy || '';
  env.HTTP_PROXY ||= env.http_proxy || env.npm_config_proxy || '';
  env.NO_PROXY ||= env.no_proxy || env.npm_config_noproxy || '';
  if (env.HTTPS_PROXY || env.HTTP_PROXY) initializeProxy();
  const file = await downloadArtifact({
    version: order.version,
    artifactName: 'electron',
    platform: order.platform,
    arch: order.arch,
    // The mirror's own list of checksums is not asked: the pinned one came with the package.
    checksums: JSON.parse(readFileSync(order.checksumsFile, 'utf8')),
    tempDirectory: order.folder,
    // Our cache holds the unpacked runtime; keeping the archive as well would cost the same again.
    cacheMode: ElectronDownloadCacheMode.Bypass,
    downloader,
  });
  tell({ event: 'done', file });
} catch (error) {
  tell({ event: 'failed', why: reason(error) });
  process.exitCode = 1;
}
