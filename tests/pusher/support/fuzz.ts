// Random frames and requests from a seed, and the checks that must hold whatever they were.
import { expect } from 'vitest';
import { eventually, within } from './deadline.ts';
import { startEmbedded } from './embedded.ts';
import { createClients, createSdk, happens, subscribed } from './official.ts';
import { authFor, RawClient } from './raw.ts';
import { signedFetch } from './signed-fetch.ts';

type Chance = () => number;

/** mulberry32: small, and the same numbers for the same seed everywhere. */
function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const EVENTS = [
  'pusher:ping',
  'pusher:pong',
  'pusher:subscribe',
  'pusher:unsubscribe',
  'pusher:signin',
  'client-a',
  'pusher:x',
  '',
];
const CHANNELS = [
  'a',
  'private-a',
  'presence-a',
  'private-encrypted-a',
  'cache-a',
  'presence-cache-a',
  '#server-to-user-a',
  'ä',
  '',
];

function pick<T>(chance: Chance, list: readonly T[]): T {
  return list[Math.floor(chance() * list.length)]!;
}

function junk(chance: Chance, depth = 0): unknown {
  const kind = Math.floor(chance() * (depth > 3 ? 6 : 8));
  switch (kind) {
    case 0:
      return null;
    case 1:
      return chance() < 0.5;
    case 2:
      return Math.floor((chance() - 0.5) * 2 ** 40) / 8;
    case 3:
      return String.fromCharCode(
        ...Array.from({ length: Math.floor(chance() * 40) }, () => Math.floor(chance() * 0xffff)),
      );
    case 4:
      return pick(chance, CHANNELS);
    case 5:
      return pick(chance, ['__proto__', 'constructor', 'toString', '{"channel":"a"}', '[[[[']);
    case 6:
      return Array.from({ length: Math.floor(chance() * 5) }, () => junk(chance, depth + 1));
    default:
      return Object.fromEntries(
        Array.from({ length: Math.floor(chance() * 5) }, () => [
          pick(chance, ['channel', 'auth', 'channel_data', 'user_data', 'event', 'data', '__proto__']),
          junk(chance, depth + 1),
        ]),
      );
  }
}

/** Half of them nearly right, because that is where a server trips. */
function frame(chance: Chance, target: Parameters<typeof authFor>[0], socketId: string): string | Buffer {
  const dice = chance();
  if (dice < 0.1)
    return Buffer.from(Array.from({ length: Math.floor(chance() * 300) }, () => Math.floor(chance() * 256)));
  if (dice < 0.15) return '['.repeat(Math.floor(chance() * 30_000));
  if (dice < 0.2)
    return `{"event":"client-a","channel":"private-a","data":${'['.repeat(9_000)}${']'.repeat(9_000)}}`;
  if (dice < 0.3) return JSON.stringify(junk(chance)) ?? '';
  const channel = pick(chance, CHANNELS);
  const channelData = pick(chance, [
    undefined,
    '{"user_id":1}',
    '{"user_id":"a","user_info":{"n":1}}',
    '{',
    JSON.stringify(junk(chance)),
  ]);
  const signed = [socketId, channel, ...(channelData === undefined ? [] : [channelData])].join(':');
  const userData = pick(chance, ['{"id":"a"}', '{"id":1}', '{']);
  const data = pick<unknown>(chance, [
    { channel, auth: authFor(target, signed), channel_data: channelData },
    { channel, auth: authFor(target, signed), channel_data: channelData },
    { auth: authFor(target, `${socketId}::user::${userData}`), user_data: userData },
    junk(chance),
  ]);
  const text = JSON.stringify({ event: pick(chance, EVENTS), channel, data });
  if (chance() < 0.8) return text;
  const cut = Math.floor(chance() * text.length);
  return text.slice(0, cut) + text.slice(cut + Math.floor(chance() * 4));
}

export async function fuzzFrames(seed: number, frames: number): Promise<void> {
  const chance = chanceFrom(seed);
  const running = await startEmbedded({
    subscriptionCounts: true,
    limits: { frameBurst: 100_000, connectBurstPerAddress: 100_000 },
  });
  const clients = createClients(running.target, createSdk(running.target));
  const bystander = await clients.connected();
  const calm = await subscribed(bystander, 'calm');

  let sent = 0;
  while (sent < frames) {
    const client = new RawClient(running.target);
    const socketId = await client.socketId();
    const batch = Math.min(frames - sent, 5 + Math.floor(chance() * 40));
    for (let n = 0; n < batch; n += 1) client.socket.send(frame(chance, running.target, socketId));
    sent += batch;
    // Every now and then bytes that are no frame at all.
    if (chance() < 0.2)
      (client.socket as unknown as { _socket: { write(bytes: Buffer): void } })._socket.write(
        Buffer.alloc(20, 0xff),
      );
    else client.say('pusher:ping', {});
    await Promise.race([client.next('pusher:pong'), within(client.closed, 'an answer or a close')]);
    client.socket.terminate();
  }

  const heard = happens(calm, 'still-here');
  await createSdk(running.target).trigger('calm', 'still-here', { seed });
  expect(await within(heard, `an event after ${frames} random frames of seed ${seed}`)).toEqual({ seed });
  await eventually(() => running.server.stats().connections === 1, 'only the bystander is left');
  expect(running.server.stats()).toEqual({ connections: 1, subscriptions: 1, channels: 1, users: 0 });
  clients.done();
  await running.stop();
}

export async function fuzzRequests(seed: number, requests: number): Promise<void> {
  const chance = chanceFrom(seed);
  const running = await startEmbedded();
  const paths = [
    '/events',
    '/batch_events',
    '/channels',
    '/channels/presence-a/users',
    '/users/a/terminate_connections',
    '/x',
  ];
  for (let n = 0; n < requests; n += 1) {
    const event = {
      name: pick<unknown>(chance, ['e', junk(chance)]),
      data: pick<unknown>(chance, ['', junk(chance)]),
      channels: [pick(chance, CHANNELS)],
    };
    const body = pick<unknown>(chance, [event, { batch: [event, junk(chance)] }, junk(chance)]);
    const options = chance() < 0.9 ? { body: JSON.stringify(body) } : { body: '{"' };
    const reply = await signedFetch(running.target, 'POST', pick(chance, paths), options);
    expect([200, 400, 404, 405, 413], `request ${n} of seed ${seed}: ${options.body}`).toContain(
      reply.status,
    );
  }
  await running.stop();
}
