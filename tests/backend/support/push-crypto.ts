// The receiving half of Web Push, written for the tests from the RFCs alone: decrypts aes128gcm (RFC 8188, RFC 8291)
// and checks by what key a request was signed (RFC 8292).
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, verify, type ECDH } from 'node:crypto';

export type Receiver = { keys: ECDH; auth: Buffer };

export function receiverOf(privateKey: string, auth: string): Receiver {
  const keys = createECDH('prime256v1');
  keys.setPrivateKey(Buffer.from(privateKey, 'base64url'));
  return { keys, auth: Buffer.from(auth, 'base64url') };
}

const derived = (secret: Buffer, salt: Buffer, info: Buffer, length: number) =>
  Buffer.from(hkdfSync('sha256', secret, salt, info, length));
const info = (name: string) => Buffer.from(`Content-Encoding: ${name}\0`);

const tagBytes = 16;

/** Throws when it was not meant for this receiver, or is not as the RFCs have it. */
export function decrypt({ keys, auth }: Receiver, body: Buffer): Buffer {
  const salt = body.subarray(0, 16);
  const recordSize = body.readUInt32BE(16);
  const idLength = body.readUInt8(20);
  const sender = body.subarray(21, 21 + idLength);
  const record = body.subarray(21 + idLength);
  if (idLength !== 65) throw new Error(`The sender's key is ${idLength} bytes long.`);
  if (recordSize < 18 || record.length > recordSize)
    throw new Error('A push is one record, which fits the size that is told.');
  const keyInfo = Buffer.concat([Buffer.from('WebPush: info\0'), keys.getPublicKey(), sender]);
  const ikm = derived(keys.computeSecret(sender), auth, keyInfo, 32);
  const key = derived(ikm, salt, info('aes128gcm'), 16);
  const nonce = derived(ikm, salt, info('nonce'), 12);
  const opening = createDecipheriv('aes-128-gcm', key, nonce);
  opening.setAuthTag(record.subarray(-tagBytes));
  const padded = Buffer.concat([opening.update(record.subarray(0, -tagBytes)), opening.final()]);
  let end = padded.length - 1;
  while (end >= 0 && padded[end] === 0) end -= 1;
  if (end < 0 || padded[end] !== 2) throw new Error('The last record ends with a 2 and zeros.');
  return padded.subarray(0, end);
}

export type Vapid = { aud: string; exp: number; sub: string; key: string };

/** What an `Authorization: vapid t=…, k=…` says, if its signature is the key's. */
export function readVapid(header: string): Vapid {
  const [, token = '', key = ''] = /^vapid t=([^,\s]+), ?k=([\w-]+)$/.exec(header) ?? [];
  const [head = '', body = '', signature = ''] = token.split('.');
  const read = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
  const { alg } = read(head) as { alg?: string };
  if (alg !== 'ES256') throw new Error(`The token is signed with ${alg}.`);
  const point = Buffer.from(key, 'base64url');
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${body}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!isSigned) throw new Error('The signature is not of that key.');
  const { aud, exp, sub } = read(body) as Vapid;
  return { aud, exp, sub, key };
}
