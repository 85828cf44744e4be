// A certificate a backend makes for itself, for a local network without a name of its own. What vouches for it is
// its fingerprint inside the enrolment code, not an authority.
import { generateKeyPairSync, randomBytes, sign, X509Certificate, type KeyObject } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';
import { bits, integer, octets, oid, sequence, set, tagged, time, utf8, yes } from './der.ts';

const ids = {
  commonName: '2.5.4.3',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  subjectAltName: '2.5.29.17',
};
const day = 86_400_000;
/** Consoles pin it, so a new one means enrolling them all again. */
const validForMs = 3650 * day;

export type OwnCertificate = { cert: string; key: string };

/** `names`: host names and addresses it is good for, the first being what it is called. */
export function makeCertificate(names: readonly string[], now: number): OwnCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(oid(ids.ecdsaWithSha256));
  const name = sequence(set(sequence(oid(ids.commonName), utf8((names[0] ?? 'Counterbell').slice(0, 64)))));
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(serial()),
    algorithm,
    name,
    sequence(time(now - day), time(now + validForMs)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions(names))),
  );
  const certificate = sequence(body, algorithm, bits(signature(body, privateKey)));
  return {
    cert: pem('CERTIFICATE', certificate),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

const serial = () => {
  const bytes = randomBytes(16);
  // Positive, and never with a leading zero.
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
};

const signature = (body: Buffer, key: KeyObject) => sign('sha256', body, { key, dsaEncoding: 'der' });

// Without a key usage: naming one that may not sign certificates would keep others from trusting this very one by file.
function extensions(names: readonly string[]): Buffer[] {
  const critical = (id: string, value: Buffer) => sequence(oid(id), yes, octets(value));
  const plain = (id: string, value: Buffer) => sequence(oid(id), octets(value));
  return [
    critical(ids.basicConstraints, sequence()),
    plain(ids.extendedKeyUsage, sequence(oid(ids.serverAuth))),
    plain(ids.subjectAltName, sequence(...names.map(alternative))),
  ];
}

function alternative(name: string): Buffer {
  if (isIPv4(name)) return tagged(0x87, Buffer.from(name.split('.').map(Number)));
  if (isIPv6(name)) return tagged(0x87, ipv6(name));
  return tagged(0x82, Buffer.from(name, 'ascii'));
}

function ipv6(address: string): Buffer {
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const groups = (text: string | undefined) => (text ? text.split(':') : []);
  const [left, right] = [groups(head), groups(tail)];
  const middle = Array.from({ length: tail === undefined ? 0 : 8 - left.length - right.length }, () => '0');
  const all = [...left, ...middle, ...right];
  return Buffer.concat(all.map((group) => Buffer.from(group.padStart(4, '0'), 'hex')));
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** SHA-256 of the certificate, in hex. */
export function fingerprintOf(cert: string): string {
  return new X509Certificate(cert).fingerprint256.replaceAll(':', '').toLowerCase();
}
