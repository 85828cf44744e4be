// Whether a client may come in, judged by the address it connects to.

export type Refusal = { code: number; message: string };

// What 6 and 7 added to 5 (an activity time-out, close codes) older clients ignore; before 5 the data
// of events was not text, and such a client would misread everything.
const OLDEST_PROTOCOL = 5;
const NEWEST_PROTOCOL = 7;

/** True for the paths that are ours, the wrong ones included, so that their clients learn what is wrong. */
export function isClientPath(url: string): boolean {
  const path = pathOf(url);
  return path === '/app' || path.startsWith('/app/');
}

/** Null when the client may come in. */
export function judgeHandshake(url: string, key: string): Refusal | null {
  const path = pathOf(url);
  const given = /^\/app\/([^/]+)\/?$/.exec(path)?.[1];
  if (given === undefined) return { code: 4005, message: `Path not found: use /app/KEY, not ${short(path)}` };
  if (decoded(given) !== key) {
    return { code: 4001, message: `App key ${short(given)} is not known to this server` };
  }
  const query = new URLSearchParams(url.slice(path.length));
  return judgeProtocol(query.get('protocol') ?? '', query.get('version') ?? '');
}

function judgeProtocol(protocol: string, version: string): Refusal | null {
  if (protocol === '') {
    // The first clients sent only their own version and meant it to tell the protocol.
    return version !== '' && !/^\d+(\.\d+)*/.test(version)
      ? { code: 4006, message: `Invalid version string format: ${short(version)}` }
      : { code: 4008, message: 'No protocol version supplied: add ?protocol=7' };
  }
  if (!/^\d{1,9}$/.test(protocol)) {
    return { code: 4006, message: `Invalid version string format: protocol=${short(protocol)}` };
  }
  const number = Number(protocol);
  if (number < OLDEST_PROTOCOL || number > NEWEST_PROTOCOL) {
    return { code: 4007, message: `Unsupported protocol version ${number}: use ${NEWEST_PROTOCOL}` };
  }
  return null;
}

export function pathOf(url: string): string {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The reason of a close frame has room for 123 bytes; the caller's own text must not use it up. */
function short(text: string): string {
  const plain = text.replaceAll(/[^\u0020-\u007e]/g, '?');
  return plain.length > 40 ? `${plain.slice(0, 37)}...` : plain;
}
