import { X509Certificate, createPrivateKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { fingerprintOf, makeCertificate } from './certificate.ts';
import { integer, oid, tagged, time } from './der.ts';

const now = Date.parse('2026-06-01T12:00:00Z');
const names = ['till.local', 'localhost', '127.0.0.1', '192.168.1.20', '::1', 'fe80::1:2%eth0'];
const made = makeCertificate(names, now);
const read = new X509Certificate(made.cert);

test('is signed by itself, and belongs to its key', () => {
  expect(read.verify(read.publicKey)).toBe(true);
  expect(read.checkPrivateKey(createPrivateKey(made.key))).toBe(true);
  expect(read.checkIssued(read)).toBe(true);
  expect(read.ca).toBe(false);
});

test('is good for the names it was made for and no others', () => {
  expect(read.checkHost('till.local')).toBe('till.local');
  expect(read.checkHost('other.local')).toBeUndefined();
  for (const address of ['127.0.0.1', '192.168.1.20', '::1', 'fe80::1:2'])
    expect(read.checkIP(address), address).toBeDefined();
  expect(read.checkIP('192.168.1.21')).toBeUndefined();
});

test('lasts ten years, beginning yesterday, for clocks that are late', () => {
  expect(Date.parse(read.validFrom)).toBe(now - 86_400_000);
  expect(new Date(read.validTo).getUTCFullYear()).toBe(2036);
});

test('every one is another', () => {
  const other = makeCertificate(names, now);
  expect(fingerprintOf(other.cert)).not.toBe(fingerprintOf(made.cert));
  expect(fingerprintOf(made.cert)).toMatch(/^[0-9a-f]{64}$/);
});

test('DER as the standard writes it', () => {
  expect(oid('1.2.840.10045.4.3.2').toString('hex')).toBe('06082a8648ce3d040302');
  expect(integer(Buffer.from([0, 0, 0x80])).toString('hex')).toBe('02020080');
  expect(integer(Buffer.from([0])).toString('hex')).toBe('020100');
  expect(tagged(0x04, Buffer.alloc(300)).subarray(0, 4).toString('hex')).toBe('0482012c');
  expect(time(Date.parse('2049-12-31T23:59:59Z')).toString('latin1')).toBe('\x17\x0d491231235959Z');
  expect(time(Date.parse('2050-01-01T00:00:00Z')).toString('latin1')).toBe('\x18\x0f20500101000000Z');
});
