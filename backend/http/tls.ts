// Opens the certificate for TLS: the one somebody gave, or one made for the local network and kept.
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import path from 'node:path';
import { createSecureContext } from 'node:tls';
import type { Store } from '../db/store.ts';
import { syncFolder } from '../db/whole-file.ts';
import { fingerprintOf, makeCertificate, type OwnCertificate } from './certificate.ts';
import { PlainError } from '../process/plain-error.ts';

export type TlsWish =
  | { kind: 'none' }
  /** From TLS_CERT and TLS_KEY: vouched for by an authority the consoles trust. */
  | { kind: 'given'; certFile: string; keyFile: string }
  /** --lan: made here, vouched for by the fingerprint inside every enrolment code. */
  | { kind: 'own'; folder: string };

export type Tls = OwnCertificate & {
  /** What consoles pin; null when an authority vouches for it. */
  fingerprint: string | null;
};

export class TlsError extends PlainError {}

export function openTls(wish: TlsWish, now: number): Tls | null {
  if (wish.kind === 'none') return null;
  if (wish.kind === 'given') {
    const pair = { cert: read(wish.certFile, 'TLS_CERT'), key: read(wish.keyFile, 'TLS_KEY') };
    check(pair, 'TLS_CERT and TLS_KEY', 'Give a certificate (with its chain) and its private key, as PEM.');
    return { ...pair, fingerprint: null };
  }
  const pair = keptOrMade(wish.folder, now);
  return { ...pair, fingerprint: fingerprintOf(pair.cert) };
}

function read(file: string, variable: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new TlsError(`${variable} names a file that cannot be read: ${why}`);
  }
}

function check(pair: OwnCertificate, what: string, remedy: string): void {
  try {
    createSecureContext(pair);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new TlsError(`${what} do not make a certificate and its key: ${why}. ${remedy}`);
  }
}

function keptOrMade(folder: string, now: number): OwnCertificate {
  const files = { cert: path.join(folder, 'lan-certificate.pem'), key: path.join(folder, 'lan-key.pem') };
  if (existsSync(files.cert) && existsSync(files.key)) {
    const kept = { cert: read(files.cert, '--lan'), key: read(files.key, '--lan') };
    check(
      kept,
      `${files.cert} and ${files.key}`,
      'Restore both from a backup, or delete both: a new pair is made then, and every console has to be enrolled again.',
    );
    return kept;
  }
  const made = makeCertificate(ownNames(), now);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // The key first: a certificate without its key would stop the next start.
  put(files.key, made.key, 0o600);
  put(files.cert, made.cert, 0o644);
  return made;
}

function put(file: string, text: string, mode: number): void {
  const making = `${file}.${process.pid}`;
  writeFileSync(making, text, { mode, flush: true });
  renameSync(making, file);
  syncFolder(path.dirname(file));
}

function ownNames(): string[] {
  const name = hostname().replace(/[^A-Za-z0-9.-]/g, '-') || 'counterbell';
  return [
    ...new Set([name, `${name.split('.')[0]}.local`, 'localhost', '127.0.0.1', '::1', ...lanAddresses()]),
  ];
}

/** Where other machines of the network find a backend that listens on `host`. */
export function lanAddresses(host = '::'): string[] {
  if (host !== '::' && host !== '0.0.0.0') return [host];
  return addressesHere().filter((address) => host === '::' || !address.includes(':'));
}

function addressesHere(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter((address) => !address.internal && !address.address.startsWith('fe80:'))
    .map((address) => address.address);
}

/** Answers the renewed pair once the files have changed and fit together; null until then. */
export function renewedTls(wish: TlsWish, since: number): { tls: OwnCertificate; at: number } | null {
  if (wish.kind !== 'given') return null;
  const at = Math.ceil(Math.max(statSync(wish.certFile).mtimeMs, statSync(wish.keyFile).mtimeMs));
  if (at <= since) return null;
  const tls = openTls(wish, at);
  return tls && { tls, at };
}

const noted = 'lan_fingerprint';

/** The admin commands, a process of their own, put it into the codes they make. */
export async function noteFingerprint(store: Store, fingerprint: string | null): Promise<void> {
  await store.write(async (tx) => {
    if (fingerprint === null) await tx.deleteFrom('meta').where('key', '=', noted).execute();
    else
      await tx
        .insertInto('meta')
        .values({ key: noted, value: fingerprint })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: fingerprint }))
        .execute();
  });
}

export async function notedFingerprint(store: Store): Promise<string | null> {
  const row = await store.read.selectFrom('meta').select('value').where('key', '=', noted).executeTakeFirst();
  return row?.value ?? null;
}
