// A push service as browsers' vendors run them: gives out subscriptions, takes what is signed and encrypted as the RFCs
// have it, and keeps what only the subscriber can read. What is not so is answered as the real ones do.
import { createECDH, randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pushMessage, type PushMessage, type WebSubscription } from '../../../contract/push.ts';
import { decrypt, readVapid, type Receiver, type Vapid } from './push-crypto.ts';

export type Pushed = {
  message: PushMessage;
  /** As it was sent, decrypted and encrypted. */
  bytes: { plain: number; sent: number };
  ttl: number;
  urgency: string | undefined;
  topic: string | undefined;
  vapid: Vapid;
};

export type Subscribed = {
  subscription: WebSubscription;
  got: Pushed[];
  /** How often it was asked, whatever was answered. */
  asked(): number;
  /** What it answers next, before it takes pushes again; null: nothing at all. */
  answers: ({ status: number; retryAfter?: string } | null)[];
  unsubscribe(): void;
};

export type PushService = {
  origin: string;
  subscribe(): Subscribed;
  /** What was refused, and why. */
  refused: string[];
  close(): void;
};

type Kept = Subscribed & { receiver: Receiver; count: { asked: number } };

const mostBytes = 4096;

export async function openPushService(): Promise<PushService> {
  const subscribers = new Map<string, Kept>();
  const refused: string[] = [];
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const kept = subscribers.get(req.url ?? '');
      if (kept === undefined) return void res.writeHead(410).end();
      kept.count.asked += 1;
      const answer = kept.answers.shift();
      if (answer === null) return;
      if (answer !== undefined) {
        const { status, retryAfter } = answer;
        return void res
          .writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter })
          .end();
      }
      try {
        kept.got.push(readPush(origin, kept.receiver, req.headers, Buffer.concat(chunks)));
        res.writeHead(201).end();
      } catch (error) {
        refused.push(String(error));
        res.writeHead(400).end(String(error));
      }
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    refused,
    subscribe() {
      const path = `/push/${randomUUID()}`;
      const keys = createECDH('prime256v1');
      keys.generateKeys();
      const auth = randomBytes(16);
      const count = { asked: 0 };
      const kept: Kept = {
        subscription: {
          endpoint: origin + path,
          keys: {
            p256dh: keys.getPublicKey().toString('base64url'),
            auth: auth.toString('base64url'),
          },
        },
        got: [],
        answers: [],
        count,
        asked: () => count.asked,
        receiver: { keys, auth },
        unsubscribe: () => void subscribers.delete(path),
      };
      subscribers.set(path, kept);
      return kept;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function readPush(origin: string, receiver: Receiver, headers: IncomingHttpHeaders, body: Buffer): Pushed {
  const header = (name: string): string | undefined => {
    const value = headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  if (body.length > mostBytes) throw new Error(`A push of ${body.length} bytes is too large.`);
  if (header('content-encoding') !== 'aes128gcm') throw new Error('The encoding is aes128gcm.');
  const vapid = readVapid(header('authorization') ?? '');
  const now = Date.now() / 1000;
  if (vapid.aud !== origin) throw new Error(`The token is for ${vapid.aud}.`);
  if (vapid.exp < now || vapid.exp > now + 24 * 3600) throw new Error('The token is over, or too long.');
  if (!/^(?:mailto:|https:)/.test(vapid.sub)) throw new Error(`The token names nobody: ${vapid.sub}.`);
  const ttl = header('ttl');
  if (ttl === undefined || !/^\d+$/.test(ttl)) throw new Error('There is no TTL.');
  const topic = header('topic');
  if (topic !== undefined && !/^[\w-]{1,32}$/.test(topic)) throw new Error(`The topic is ${topic}.`);
  const plain = decrypt(receiver, body);
  return {
    message: pushMessage.parse(JSON.parse(plain.toString())),
    bytes: { plain: plain.length, sent: body.length },
    ttl: Number(ttl),
    urgency: header('urgency'),
    topic,
    vapid,
  };
}
