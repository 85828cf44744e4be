// The windows' pages come from app:// addresses: files of this package, with the content policy on every answer.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Protocol } from 'electron';

export const windowAddress = 'app://counterbell/index.html';
export const windowOrigin = 'app://counterbell';
export const bellAddress = 'app://bell/bell.html';

export const contentPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'none'",
].join('; ');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Which folder each host's files lie in. */
export const windowFolders = (dist: string): Record<string, string> => ({
  counterbell: path.join(dist, 'renderer'),
  bell: path.join(dist, 'electron/assets/bell'),
});

/** Before the app is ready: makes the scheme a proper origin, on which storage and modules work. */
export function registerScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** The file an address means, or null when it means none in its folder. */
export function fileOf(address: string, folders: Readonly<Record<string, string>>): string | null {
  const url = new URL(address);
  const folder = Object.hasOwn(folders, url.host) ? folders[url.host] : undefined;
  if (folder === undefined) return null;
  let name: string;
  try {
    name = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  if (/[\0\\]/.test(name)) return null;
  const file = path.join(folder, name);
  const relative = path.relative(folder, file);
  if (relative === '' || relative.startsWith('..') || path.isAbsolute(relative)) return null;
  return types[path.extname(file)] === undefined ? null : file;
}

export async function answer(
  request: { url: string; method: string },
  folders: Readonly<Record<string, string>>,
): Promise<Response> {
  const file = request.method === 'GET' ? fileOf(request.url, folders) : null;
  const headers = {
    'content-security-policy': contentPolicy,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  };
  if (file === null) return new Response(null, { status: 404, headers });
  try {
    const content = await readFile(file);
    const type = types[path.extname(file)] ?? 'application/octet-stream';
    return new Response(content, { headers: { ...headers, 'content-type': type } });
  } catch {
    return new Response(null, { status: 404, headers });
  }
}

export function serveScheme(
  protocol: Pick<Protocol, 'handle'>,
  folders: Readonly<Record<string, string>>,
): void {
  protocol.handle('app', (request) => answer(request, folders));
}
