// Records one version's backend: the whole walk against a real one on SQLite, and every frame its Pusher sent meanwhile.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { startBackend } from '../../backend/backend.ts';
import { readConfig } from '../../backend/config.ts';
import { openStore } from '../../backend/db/open.ts';
import type { EnrolAnswer } from '../../contract/api.ts';
import { ourProtocol, writeProtocol } from '../../contract/protocol.ts';
import { exchange, type Answered, type Exchange, type Recording } from './exchange.ts';
import { walk, type Ask } from './walk.ts';

export type Recorded = Recording & { frames: unknown[]; began: number };

/** What is measured from now in the walk: `@+1000` is a second from then. */
const fromNow = (value: unknown, now: number): unknown =>
  JSON.parse(
    JSON.stringify(value).replaceAll(/"@([+-]\d+)"/g, (_, ms: string) =>
      JSON.stringify(new Date(now + Number(ms)).toISOString()),
    ),
  );

/** The backend that recordings are made of and played to: its time can be moved on. */
export async function openBackend() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-compat-'));
  const store = await openStore(path.join(folder, 'recorded.db'));
  const clock = { ahead: 0, now: () => Date.now() + clock.ahead };
  const backend = await startBackend({
    config: readConfig({ PORT: '0', COUNTERBELL_TELL_SECONDS: '0.3' }, []),
    store,
    logger: pino({ level: 'silent' }),
    now: clock.now,
    random: Math.random,
    secretCost: { N: 16, r: 8, p: 1 },
  });
  const admin = await backend.identity.addKey({ kind: 'admin', restaurant: null, name: 'head office' });
  if (!admin.ok) throw new Error(`No key was made: ${admin.detail}`);
  return {
    backend,
    clock,
    adminKey: admin.value.key,
    async close() {
      await backend.stop();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function recordBackend(version: string): Promise<Recorded> {
  const { backend, clock, adminKey, close } = await openBackend();
  const began = clock.now();
  const exchanges: Exchange[] = [];
  const protocol = writeProtocol(ourProtocol);
  const frames: unknown[] = [];
  const sockets: WebSocket[] = [];

  const ask: Ask = async (name, token, line, { afterMs = 0, ...more } = {}) => {
    clock.ahead += afterMs;
    const [method, pathname] = line.split(' ') as ['GET', string];
    const asked = fromNow({ method, path: pathname, token, ...more }, clock.now()) as Exchange['asked'];
    const answered = await exchange(backend.url, asked, protocol);
    exchanges.push({ name, afterMs, asked, answered });
    const refused = name.startsWith('refused');
    if (answered.status >= 400 !== refused)
      throw new Error(`${name}: answered ${answered.status} ${JSON.stringify(answered.body)}`);
    return answered;
  };

  async function until(
    name: string,
    token: string,
    line: `GET /${string}`,
    good: (body: never) => boolean,
  ): Promise<Answered['body']> {
    for (let tries = 0; tries < 500; tries += 1) {
      const asked = { method: 'GET', path: line.slice(4), token } as const;
      const answered = await exchange(backend.url, asked, protocol);
      if (answered.status === 200 && good(answered.body as never)) {
        exchanges.push({ name, afterMs: 0, waits: true, asked, answered });
        return answered.body;
      }
      await new Promise((resolve) => void setTimeout(resolve, 40));
    }
    throw new Error(`Waited in vain until ${name}`);
  }

  async function listen(token: string, channel: string): Promise<void> {
    const enrolled = exchanges.find(({ name }) => name === 'enrol')?.answered.body as EnrolAnswer;
    const { port, key } = enrolled.pusher;
    const socket = new WebSocket(`ws://127.0.0.1:${port}/app/${key}?protocol=7&client=recorder&version=1.0`);
    sockets.push(socket);
    await new Promise<void>((resolve, reject) => {
      socket.on('error', reject);
      socket.on('message', (bytes: Buffer) => {
        const frame = JSON.parse(bytes.toString()) as { event: string; data: string };
        if (frame.event === 'pusher:connection_established') {
          const { socket_id: socketId } = JSON.parse(frame.data) as { socket_id: string };
          const body = { socketId, channelName: channel };
          ask('authorize a live socket', token, 'POST /pusher/authorize', { body }).then(
            ({ body: auth }) =>
              socket.send(
                JSON.stringify({ event: 'pusher:subscribe', data: { channel, ...(auth as object) } }),
              ),
            reject,
          );
        } else if (frame.event === 'pusher_internal:subscription_succeeded') resolve();
        else frames.push(frame);
      });
    });
  }

  try {
    await walk({ ask, adminKey, until, listen });
    await silence(frames);
  } finally {
    for (const socket of sockets) socket.terminate();
    await close();
  }
  return { version, adminKey, exchanges, frames, began };
}

/** The relay may still be at it: until nothing new has come for a while. */
async function silence(frames: readonly unknown[]): Promise<void> {
  for (let before = -1; before !== frames.length;) {
    before = frames.length;
    await new Promise((resolve) => void setTimeout(resolve, 500));
  }
}
