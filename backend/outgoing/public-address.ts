// Tells an address of the public Internet from one of this machine, this house or nobody.
import { BlockList, isIP } from 'node:net';

const nobodysV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const;
/** Of what is given out, what leads back into IPv4 or is for examples. */
const nobodysV6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const closed = new BlockList();
for (const [net, bits] of nobodysV4) closed.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of nobodysV6) closed.addSubnet(net, bits, 'ipv6');
/** All that is given out so far. */
const given = new BlockList();
given.addSubnet('2000::', 3, 'ipv6');
/** IPv4 as networks without it write it. */
const translated = new BlockList();
translated.addSubnet('64:ff9b::', 96, 'ipv6');
translated.addSubnet('::ffff:0:0', 96, 'ipv6');

export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !closed.check(address, 'ipv4');
  if (version !== 6 || address.includes('%')) return false;
  if (translated.check(address, 'ipv6')) return isPublicAddress(lastFourBytes(address));
  return given.check(address, 'ipv6') && !closed.check(address, 'ipv6');
}

function lastFourBytes(address: string): string {
  const [, dotted] = /:(\d+\.\d+\.\d+\.\d+)$/.exec(address) ?? [];
  if (dotted !== undefined) return dotted;
  // A URL writes an address in its shortest form, whose last two groups are these bytes.
  const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split(':').slice(-2);
  return groups
    .map((group) => Number.parseInt(group || '0', 16))
    .flatMap((word) => [word >> 8, word & 255])
    .join('.');
}
