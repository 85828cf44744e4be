import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { defaultChannels, type ChannelTemplates } from '../../contract/streams.ts';
import { openStore } from '../db/open.ts';
import type { Store } from '../db/store.ts';
import type { EventAliases } from './event-aliases.ts';
import { createEventLog, type EventLog } from './event-log.ts';
import type { PayloadMode } from './payload.ts';
import { plainEvents } from './plain-events.ts';
import type { Published, Ring } from './publisher.ts';
import { createRelay, type Relay } from './relay.ts';

let folder: string;
let store: Store;
let log: EventLog;
const relays: Relay[] = [];
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'counterbell-relay-'));
  store = await openStore(path.join(folder, 'counterbell.db'));
  log = createEventLog(store);
});
afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

type Service = {
  taken: { channel: string; seq: number; data: Record<string, unknown> }[];
  requests: Ring[][];
  mostAtOnce: number;
  /** How it answers; by default it takes everything. */
  answer: (rings: readonly Ring[]) => Published | Promise<Published>;
};

/** A Pusher service that answers as it is told. */
function service(): Service {
  return { taken: [], requests: [], mostAtOnce: 0, answer: () => ({ ok: true }) };
}

function relayTo(
  pusher: Service,
  more: { payload?: PayloadMode; aliases?: EventAliases; channels?: ChannelTemplates } = {},
): Relay {
  const inFlight = new Map<string, number>();
  const relay = createRelay({
    store,
    name: `relay-${relays.length}`,
    channels: more.channels ?? defaultChannels,
    payload: more.payload ?? 'full',
    plain: plainEvents(more.aliases ?? new Map()),
    now: Date.now,
    random: () => 0,
    log: () => {},
    publisher: {
      async publish(rings) {
        const channel = rings[0]?.channel ?? '';
        inFlight.set(channel, (inFlight.get(channel) ?? 0) + 1);
        pusher.mostAtOnce = Math.max(pusher.mostAtOnce, inFlight.get(channel) ?? 0);
        pusher.requests.push([...rings]);
        const answer = await pusher.answer(rings);
        inFlight.set(channel, (inFlight.get(channel) ?? 0) - 1);
        if (answer.ok)
          for (const ring of rings) {
            const data = JSON.parse(ring.data) as { seq: number } & Record<string, unknown>;
            pusher.taken.push({ channel: ring.channel, seq: data.seq, data });
          }
        return answer;
      },
    },
  });
  relays.push(relay);
  log.onCommitted((events) => relay.committed(events));
  return relay;
}

async function happen(stream: string, count: number, body: Record<string, unknown> = {}): Promise<void> {
  for (let i = 0; i < count; i++)
    await log.write((_, append) => append({ stream, type: 'order.new', message: 'm', at: Date.now(), body }));
}

async function until(what: string, look: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await look())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain for: ${what}`);
    await new Promise((resolve) => void setTimeout(resolve, 5));
  }
}
const seqs = (pusher: Service, channel: string) =>
  pusher.taken.filter((one) => one.channel === channel).map((one) => one.seq);
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

test('every stream is rung in order, one request in flight, at most ten events at once', async () => {
  const pusher = service();
  pusher.answer = () => new Promise((resolve) => void setTimeout(() => resolve({ ok: true }), 3));
  relayTo(pusher).start();
  await Promise.all([happen('restaurant:a', 40), happen('restaurant:b', 25), happen('order:x', 1)]);
  await until('all of it', () => pusher.taken.length >= 66);
  expect(seqs(pusher, 'private-restaurant-a')).toEqual(upTo(40));
  expect(seqs(pusher, 'private-restaurant-b')).toEqual(upTo(25));
  expect(pusher.mostAtOnce).toBe(1);
  expect(Math.max(...pusher.requests.map((rings) => rings.length))).toBeLessThanOrEqual(10);
});

test('what was committed before the start, or by another process, is found', async () => {
  await happen('restaurant:a', 12);
  const pusher = service();
  relayTo(pusher).start();
  await until('what was left', () => pusher.taken.length === 12);
  // Past this relay's ears: another log on the same database.
  await createEventLog(store).write((_, append) =>
    append({ stream: 'restaurant:a', type: 'order.new', message: 'm', at: Date.now(), body: {} }),
  );
  await until('what nobody poked for', () => pusher.taken.length === 13);
  expect(seqs(pusher, 'private-restaurant-a')).toEqual(upTo(13));
});

test('while the service fails it is tried again, nothing is skipped, and intake is not held up', async () => {
  const pusher = service();
  let down = true;
  pusher.answer = () => (down ? { ok: false, refused: false, why: 'down' } : { ok: true });
  const relay = relayTo(pusher);
  relay.start();
  await happen('restaurant:a', 3);
  await until('some tries', () => pusher.requests.length >= 3);
  expect(relay.stats()).toMatchObject({ failing: true, lastFailure: 'down' });
  expect(relay.behindMs()).toBe(0);
  down = false;
  await until('it to work again', () => pusher.taken.length === 3);
  expect(seqs(pusher, 'private-restaurant-a')).toEqual(upTo(3));
  expect(relay.stats()).toMatchObject({ failing: false, lastFailure: null });
});

test('an event the service refuses is sent as a reference, and at worst left to the log', async () => {
  const pusher = service();
  const order = { id: '5f69920f-dd6b-4139-b3e8-a8b43a53e7f0', number: '7', items: [] };
  pusher.answer = (rings) => {
    const tooMuch = rings.some((ring) => ring.data.includes('"items"') || ring.data.includes('"seq":2,'));
    return tooMuch ? { ok: false, refused: true, why: '413' } : { ok: true };
  };
  relayTo(pusher).start();
  await happen('restaurant:a', 3, { order });
  await until('the last one', () => seqs(pusher, 'private-restaurant-a').includes(3));
  expect(seqs(pusher, 'private-restaurant-a')).toEqual([1, 3]);
  expect(pusher.taken[0]?.data).toMatchObject({ ref: true, order: { id: order.id, number: '7' } });
});

test('it says how late the bell is while the service is slow', async () => {
  const pusher = service();
  let take: (() => void) | null = null;
  pusher.answer = () => new Promise((resolve) => (take = () => resolve({ ok: true })));
  const relay = relayTo(pusher);
  relay.start();
  await happen('restaurant:a', 1);
  await until('the request', () => take !== null);
  await until('being late', () => relay.behindMs() > 50);
  take!();
  await until('all of it', () => pusher.taken.length === 1 && relay.stats().waitingStreams === 0);
  expect(relay.behindMs()).toBe(0);
});

test('two relays on one database: the second takes over what the first gave back, and nothing comes twice', async () => {
  const pusher = service();
  const first = relayTo(pusher);
  first.start();
  await happen('restaurant:a', 5);
  await until('the first five', () => pusher.taken.length === 5);
  await first.stop();
  relayTo(pusher).start();
  await happen('restaurant:a', 5);
  await until('the next five', () => pusher.taken.length === 10);
  expect(seqs(pusher, 'private-restaurant-a')).toEqual(upTo(10));
});

test('names and phone numbers can be kept off the service; long events always are', async () => {
  const order = { id: '5f69920f-dd6b-4139-b3e8-a8b43a53e7f0', number: '7' };
  const whole = { ...order, items: [], customer: { name: 'Anastasia' } };
  const shy = service();
  relayTo(shy, { payload: 'ref' }).start();
  await happen('restaurant:a', 1, { order: whole });
  await happen('order:x', 1, { order: { ...order, status: 'ready' } });
  await until('both', () => shy.taken.length === 2);
  const [staff, page] = shy.taken.toSorted((a, b) => b.channel.localeCompare(a.channel));
  expect(staff?.data).toMatchObject({ ref: true, order });
  expect(JSON.stringify(staff)).not.toContain('Anastasia');
  // What the customer sees names nobody, and the page has nothing to fetch it with.
  expect(page?.data.ref).toBeUndefined();
  await relays.pop()?.stop();

  const open = service();
  relayTo(open).start();
  await happen('restaurant:a', 1, { order: { ...whole, note: 'n'.repeat(9_000) } });
  await until('the long one', () => open.taken.length === 1);
  expect(open.taken[0]?.data).toMatchObject({ ref: true, order, seq: 2 });
});

test('what is sent beside events counts for the ten of a request, and each comes right behind its event', async () => {
  const pusher = service();
  const aliases = new Map([['order.new', ['One', 'Two', 'Three']]]);
  await happen('restaurant:a', 12);
  relayTo(pusher, { aliases }).start();
  await until('all of it', () => pusher.requests.flat().length === 48);
  const names = ['order.new', 'One', 'Two', 'Three'];
  expect(pusher.requests.map((rings) => rings.map(({ name }) => name))).toEqual(
    Array.from({ length: 6 }, () => [...names, ...names]),
  );
  const own = pusher.requests.flat().filter(({ name }) => name === 'order.new');
  expect(own.map(({ data }) => (JSON.parse(data) as { seq: number }).seq)).toEqual(upTo(12));
});

test('what is sent beside an event and refused holds nothing up', async () => {
  const pusher = service();
  const aliases = new Map([['order.new', ['One']]]);
  pusher.answer = (rings) =>
    rings.some(({ name }) => name === 'One') ? { ok: false, refused: true, why: '400' } : { ok: true };
  relayTo(pusher, { aliases }).start();
  await happen('restaurant:a', 2);
  await until('both', () => seqs(pusher, 'private-restaurant-a').length === 2);
  expect(seqs(pusher, 'private-restaurant-a')).toEqual([1, 2]);
});

test('a stream whose channel would be another’s is not published, and those behind it go on', async () => {
  const pusher = service();
  relayTo(pusher, { channels: { ...defaultChannels, user: 'private-:id' } }).start();
  await happen('user:restaurant-a', 1);
  await happen('user:ana', 1);
  await happen('restaurant:a', 1);
  await until('the others', () => pusher.taken.length === 2);
  expect(pusher.taken.map(({ data }) => data.stream).toSorted()).toEqual(['restaurant:a', 'user:ana']);
});

test('of one commit the orders are rung first, and what people are told of a few in a turn', async () => {
  const pusher = service();
  relayTo(pusher).start();
  const streams = [...Array.from({ length: 20 }, (_, i) => `user:p${i}`), 'restaurant:a'];
  const event = { type: 'test.told', message: 'm', at: Date.now(), body: {} };
  await log.write((_, append) => append.all(streams.map((stream) => ({ stream, ...event }))));
  await until('all of it', () => pusher.taken.length === streams.length);
  expect(pusher.taken.findIndex(({ channel }) => channel === 'private-restaurant-a')).toBeLessThan(5);
});

test('an event that was committed a moment ago is not read again', async () => {
  const pusher = service();
  relayTo(pusher).start();
  await happen('restaurant:a', 1);
  await until('its lease', () => pusher.taken.length === 1);
  const reads = vi.spyOn(store.read, 'selectFrom');
  await happen('restaurant:a', 3);
  await until('all of it', () => pusher.taken.length === 4);
  expect(reads.mock.calls.filter(([table]) => (table as string) === 'events')).toEqual([]);
});
