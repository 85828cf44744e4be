// Goes to an address one step at a time, so that it can be told which one fails: name, connection, trusted certificate.
import type { X509Certificate } from 'node:crypto';
import dns from 'node:dns/promises';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { plainFingerprint } from '../../contract/enrolment-code.ts';
import type { Findings } from '../../core/diagnosis/findings.ts';
import type { Way } from '../adapters/proxy-agent.ts';

export type Reach = (way: Way, host: string, port: number) => Promise<Duplex>;

const messageOf = (error: unknown): string => {
  if (error instanceof AggregateError && error.errors.length > 0)
    return error.errors.map((each) => messageOf(each)).join('; ');
  return error instanceof Error ? error.message : String(error);
};
const since = (began: number): number => performance.now() - began;
const tlsWithinMs = 10_000;

export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');
export const portOf = ({ port, protocol }: URL): number =>
  port === '' ? (/^(?:https|wss):$/.test(protocol) ? 443 : 80) : Number(port);

export async function lookUp(host: string): Promise<Findings['dns']> {
  const began = performance.now();
  try {
    const found = await dns.lookup(host, { all: true });
    return { host, addresses: found.map(({ address }) => address), error: null, ms: since(began) };
  } catch (error) {
    return { host, addresses: [], error: messageOf(error), ms: since(began) };
  }
}

export async function connectTo(url: URL, way: Way, reach: Reach): Promise<Findings['tcp']> {
  const began = performance.now();
  const at = { host: hostOf(url), port: portOf(url), proxy: way.kind !== 'DIRECT' };
  try {
    const socket = await reach(way, at.host, at.port);
    socket.destroy();
    return { ...at, error: null, ms: since(began) };
  } catch (error) {
    return { ...at, error: messageOf(error), ms: since(began) };
  }
}

type Trust = {
  /** The one certificate that counts; null: the system's word does. */
  fingerprint: string | null;
  ca: string[] | undefined;
};

export async function trust(
  url: URL,
  way: Way,
  reach: Reach,
  { fingerprint, ca }: Trust,
): Promise<Omit<Findings['tls'], 'loginPage'>> {
  const began = performance.now();
  const host = hostOf(url);
  const seen = { host, pinned: fingerprint !== null };
  let certificate: Findings['tls']['certificate'] = null;
  try {
    const socket = tls.connect({
      // Pinned connections go to their backend and not through a proxy, as the console's own do.
      ...(fingerprint === null ? { socket: await reach(way, host, portOf(url)) } : { port: portOf(url) }),
      host,
      servername: net.isIP(host) === 0 ? host : '',
      // Judged here: of a certificate that is not trusted, too, it is told what it says.
      rejectUnauthorized: false,
      ...(ca !== undefined && { ca }),
    });
    const error = await shaken(socket).then(
      () => {
        // Asked a second time Node 20 shows none, so both take what the first time has shown.
        const shown = socket.getPeerX509Certificate();
        certificate = shown === undefined ? null : about(shown);
        return fingerprint === null ? whyNotAuthorized(socket) : whyNotPinned(shown, fingerprint);
      },
      (why: unknown) => messageOf(why),
    );
    socket.destroy();
    return { ...seen, certificate, error, ms: since(began) };
  } catch (error) {
    return { ...seen, certificate, error: messageOf(error), ms: since(began) };
  }
}

function shaken(socket: tls.TLSSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.setTimeout(tlsWithinMs, () => socket.destroy(new Error('no TLS handshake within 10 s')));
    socket.once('secureConnect', resolve);
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the connection was closed during the TLS handshake')));
  });
}

function about({ issuer, validTo }: X509Certificate): Findings['tls']['certificate'] {
  const name = /^(?:O|CN)=(.*)$/m.exec(issuer)?.[1] ?? issuer;
  return { issuer: name, validTo: Date.parse(validTo), now: Date.now() };
}

/** The name that it is for is part of what was judged in the handshake. */
const whyNotAuthorized = ({ authorized, authorizationError }: tls.TLSSocket): string | null =>
  authorized ? null : messageOf(authorizationError);

const whyNotPinned = (shown: X509Certificate | undefined, fingerprint: string): string | null =>
  shown !== undefined && plainFingerprint(shown.fingerprint256) === plainFingerprint(fingerprint)
    ? null
    : `its certificate is not the one that was pinned: ${shown?.fingerprint256 ?? 'none was shown'}`;
