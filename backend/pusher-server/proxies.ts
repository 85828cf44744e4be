// Whose connection it is when proxies stand in front: the last address that no trusted proxy answers for.
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

const NAMED: Record<string, readonly string[]> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/** `trusted`: addresses, networks (10.0.0.0/8) and the names above. */
export function addressBehind(trusted: readonly string[]): (req: IncomingMessage) => string {
  const proxies = new BlockList();
  for (const entry of trusted.flatMap((name) => NAMED[name] ?? [name])) trust(proxies, entry);
  const isTrusted = (address: string) =>
    isIP(address) > 0 && proxies.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');

  return (req) => {
    const header = req.headers['x-forwarded-for'];
    const hops = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',');
    let address = plain(req.socket.remoteAddress ?? 'unknown');
    // Each proxy appends whom it heard: believed from the right, and only as far as proxies are ours.
    while (isTrusted(address)) {
      const before = plain(hops.pop()?.trim() ?? '');
      if (before === '') break;
      address = before;
    }
    return address;
  };
}

function trust(proxies: BlockList, entry: string): void {
  const [address = '', prefix] = entry.split('/');
  const version = isIP(address);
  const bits = version === 4 ? 32 : 128;
  const length = prefix === undefined ? bits : Number(prefix);
  if (version === 0 || !Number.isInteger(length) || length < 0 || length > bits) {
    throw new Error(`A trusted proxy is an address, a network or a name, not "${entry}".`);
  }
  proxies.addSubnet(address, length, version === 4 ? 'ipv4' : 'ipv6');
}

/** A socket that listens on both families reports IPv4 addresses as part of IPv6. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
