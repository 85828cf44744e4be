// Whose connection it is when proxies stand in front (the last address that no trusted proxy answers for), and whether
// that is one of some networks.
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

const NAMED: Record<string, readonly string[]> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/** `trusted`: addresses, networks (10.0.0.0/8) and the names above. */
export function addressBehind(trusted: readonly string[]): (req: IncomingMessage) => string {
  const proxies = listOf(trusted);

  return (req) => {
    const header = req.headers['x-forwarded-for'];
    const hops = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',');
    let address = plain(req.socket.remoteAddress ?? 'unknown');
    // Each proxy appends whom it heard: believed from the right, and only as far as proxies are ours.
    while (isIn(proxies, address)) {
      const before = plain(hops.pop()?.trim() ?? '');
      if (before === '') break;
      address = before;
    }
    return address;
  };
}

function listOf(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries.flatMap((name) => NAMED[name] ?? [name])) add(list, entry);
  return list;
}

const isIn = (list: BlockList, address: string): boolean =>
  isIP(address) > 0 && list.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');

function add(list: BlockList, entry: string): void {
  const [address = '', prefix] = entry.split('/');
  const version = isIP(address);
  const bits = version === 4 ? 32 : 128;
  const length = prefix === undefined ? bits : Number(prefix);
  if (version === 0 || !Number.isInteger(length) || length < 0 || length > bits) {
    throw new Error(
      `"${entry}" is no address, no network such as 10.0.0.0/8, and none of ${Object.keys(NAMED).join(', ')}.`,
    );
  }
  list.addSubnet(address, length, version === 4 ? 'ipv4' : 'ipv6');
}

/** What proxies add: whoever came through one that nobody vouches for may be anybody. */
const RELAYED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

/** Whether a request comes from one of these: addresses, networks and names as above, or `anywhere`. */
export function comesFrom(
  allowed: readonly string[],
  addressOf: (req: IncomingMessage) => string,
): (req: IncomingMessage) => boolean {
  if (allowed.includes('anywhere')) return () => true;
  const list = listOf(allowed);
  const here = allowed.includes('loopback');
  return (req) => {
    const peer = plain(req.socket.remoteAddress ?? 'unknown');
    const address = plain(addressOf(req));
    const direct = address === peer;
    if (direct && RELAYED.some((header) => req.headers[header] !== undefined)) return false;
    // A machine that calls itself by its own address is as near as the loopback.
    if (here && direct && peer === plain(req.socket.localAddress ?? '')) return true;
    return isIn(list, address);
  };
}

/** A socket that listens on both families reports IPv4 addresses as part of IPv6. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
