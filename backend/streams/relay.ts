// Publishes what was committed: per stream in order, one request in flight, at least once.
import { performance } from 'node:perf_hooks';
import { sql } from 'kysely';
import { channelOf, type ChannelTemplates, type StreamName } from '../../contract/streams.ts';
import type { Store } from '../db/store.ts';
import { forPusher, type PayloadMode } from './payload.ts';
import { publishTimeoutMs, type Publisher, type Ring } from './publisher.ts';

export type RelayParts = {
  store: Store;
  publisher: Pick<Publisher, 'publish'>;
  /** Tells this instance's leases from another's. */
  name: string;
  channels: ChannelTemplates;
  payload: PayloadMode;
  now: () => number;
  random: () => number;
  log: (level: 'info' | 'warn' | 'error', line: { event: string; [field: string]: unknown }) => void;
  /** Hears of every batch that Pusher took. */
  published?: (lagMs: number, events: number) => void;
};

export type Relay = {
  start(): void;
  /** Something was committed to these streams. */
  poke(streams: Iterable<StreamName>): void;
  /** How long the oldest event has been waiting while Pusher takes events; 0 while it takes none. */
  behindMs(): number;
  stats(): { waitingStreams: number; failing: boolean; lastFailure: string | null };
  /** Finishes the requests in flight and gives the leases back. */
  stop(): Promise<void>;
};

const batchSize = 10;
/** A lease outlives any request made under it, so that nobody publishes after somebody else took over. */
const leaseMs = publishTimeoutMs * 3;
const pollMs = 1_000;
const firstRetryMs = 250;
const longestRetryMs = 10_000;
const streamsAtOnce = 32;

type Row = { seq: number; type: string; at: number; body: string };

export function createRelay(parts: RelayParts): Relay {
  const { store, publisher, name, log } = parts;
  /** Streams with something to publish, and since when. */
  const waiting = new Map<StreamName, number>();
  /** Counts the pokes, so that one which arrives while a stream is being finished is not forgotten with it. */
  const pokes = new Map<StreamName, number>();
  const running = new Map<StreamName, Promise<void>>();
  const retryAt = new Map<StreamName, number>();
  const timers = new Set<NodeJS.Timeout>();
  let failures = 0;
  let lastFailure: string | null = null;
  let stopped = false;
  let poll: NodeJS.Timeout | null = null;

  function later(ms: number, what: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      what();
    }, ms);
    timers.add(timer);
  }

  function poke(streams: Iterable<StreamName>): void {
    for (const stream of streams) {
      if (!waiting.has(stream)) waiting.set(stream, parts.now());
      pokes.set(stream, (pokes.get(stream) ?? 0) + 1);
    }
    launch();
  }

  function finish(stream: StreamName, pokesSeen: number | undefined): void {
    if (pokes.get(stream) !== pokesSeen) return;
    pokes.delete(stream);
    waiting.delete(stream);
  }

  function launch(): void {
    if (stopped) return;
    for (const stream of waiting.keys()) {
      if (running.size >= streamsAtOnce) return;
      if (running.has(stream) || (retryAt.get(stream) ?? 0) > performance.now()) continue;
      const work = drain(stream)
        .catch((error: unknown) => failed(stream, error instanceof Error ? error.message : String(error)))
        .finally(() => {
          running.delete(stream);
          launch();
        });
      running.set(stream, work);
    }
  }

  function failed(stream: StreamName, why: string): void {
    failures += 1;
    lastFailure = why;
    const wait =
      Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(failures - 1, 10)) * (0.7 + 0.6 * parts.random());
    if (failures === 1 || failures % 20 === 0) log('warn', { event: 'relay.failing', stream, why, failures });
    retryAt.set(stream, performance.now() + wait);
    later(wait, () => {
      retryAt.delete(stream);
      launch();
    });
  }

  function worked(): void {
    if (failures > 0) log('info', { event: 'relay.works-again', afterFailures: failures });
    failures = 0;
    lastFailure = null;
  }

  /** Takes the stream's lease and publishes until nothing is left. */
  async function drain(stream: StreamName): Promise<void> {
    let pokesSeen = pokes.get(stream);
    const lease = await take(stream);
    // Held: another instance publishes it, and should it die, its lease ends by itself.
    if (lease === 'nothing' || lease === 'held') return finish(stream, pokesSeen);
    let { published, leasedUntil } = lease;
    for (;;) {
      if (stopped) break;
      const rows: Row[] = await store.read
        .selectFrom('events')
        .select(['seq', 'type', 'at', 'body'])
        .where('stream', '=', stream)
        .where('seq', '>', published)
        .orderBy('seq')
        .limit(batchSize)
        .execute();
      if (rows.length === 0) break;
      pokesSeen = pokes.get(stream);
      waiting.set(stream, rows[0]?.at ?? parts.now());
      if (leasedUntil - performance.now() < publishTimeoutMs * 2) {
        const renewed = await take(stream);
        if (typeof renewed === 'string') return;
        leasedUntil = renewed.leasedUntil;
      }
      if (!(await publish(stream, rows))) {
        await giveBack(stream);
        return;
      }
      published = rows.at(-1)?.seq ?? published;
      parts.published?.(parts.now() - (rows[0]?.at ?? 0), rows.length);
      leasedUntil = performance.now() + leaseMs;
      const mark = await markPublished(stream, published);
      if (mark === 'lost') return;
      if (mark === 'drained') return finish(stream, pokesSeen);
    }
    await giveBack(stream);
    finish(stream, pokesSeen);
  }

  /** Answers whether Pusher took it (or never will, which must not hold up what comes after). */
  async function publish(stream: StreamName, rows: readonly Row[]): Promise<boolean> {
    const channel = channelOf(stream, parts.channels);
    const ring = (row: Row, payload: PayloadMode): Ring => ({
      channel,
      name: row.type,
      data: forPusher(row.body, payload),
    });
    const together = await publisher.publish(rows.map((row) => ring(row, parts.payload)));
    if (together.ok) {
      worked();
      return true;
    }
    if (!together.refused) {
      failed(stream, together.why);
      return false;
    }
    for (const row of rows) {
      const alone = await publisher.publish([ring(row, 'ref')]);
      if (alone.ok) continue;
      if (!alone.refused) {
        failed(stream, alone.why);
        return false;
      }
      // Consumers find the gap at the next event or beat and fetch it from the log.
      log('error', { event: 'relay.refused', stream, seq: row.seq, why: alone.why });
    }
    return true;
  }

  async function take(
    stream: StreamName,
  ): Promise<{ published: number; leasedUntil: number } | 'held' | 'nothing'> {
    const asked = performance.now();
    const row = await store.write(
      (tx) =>
        tx
          .updateTable('streams')
          .set({ lease_owner: name, lease_until: sql`${databaseNow(store)} + ${leaseMs}` })
          .where('name', '=', stream)
          .where('published_seq', '<', sql<number>`seq`)
          .where((either) =>
            either.or([
              either('lease_owner', '=', name),
              either('lease_until', '<', sql<number>`${databaseNow(store)}`),
            ]),
          )
          .returning(['published_seq'])
          .executeTakeFirst(),
      { urgent: true },
    );
    if (row) return { published: row.published_seq, leasedUntil: asked + leaseMs };
    const now = await store.read
      .selectFrom('streams')
      .select(['seq', 'published_seq'])
      .where('name', '=', stream)
      .executeTakeFirst();
    return now && now.published_seq < now.seq ? 'held' : 'nothing';
  }

  /** Moves the mark; gives the lease back in the same statement when nothing is left. */
  async function markPublished(stream: StreamName, seq: number): Promise<'more' | 'drained' | 'lost'> {
    const row = await store.write(
      (tx) =>
        tx
          .updateTable('streams')
          .set({
            published_seq: seq,
            lease_until: sql`case when seq = ${seq} then 0 else ${databaseNow(store)} + ${leaseMs} end`,
          })
          .where('name', '=', stream)
          .where('lease_owner', '=', name)
          .where('published_seq', '<=', seq)
          .returning(['seq'])
          .executeTakeFirst(),
      { urgent: true },
    );
    if (!row) return 'lost';
    return row.seq === seq ? 'drained' : 'more';
  }

  async function giveBack(stream: StreamName): Promise<void> {
    await store.write(
      (tx) =>
        tx
          .updateTable('streams')
          .set({ lease_until: 0 })
          .where('name', '=', stream)
          .where('lease_owner', '=', name)
          .execute(),
      { urgent: true },
    );
  }

  /** Finds what nobody poked for: left by a crash, or committed by another process. */
  async function look(): Promise<void> {
    const rows = await store.read
      .selectFrom('streams')
      .select('name')
      .where('published_seq', '<', sql<number>`seq`)
      .where('lease_until', '<', sql<number>`${databaseNow(store)}`)
      .limit(1_000)
      .execute();
    poke(rows.map((row) => row.name));
  }

  function keepLooking(): void {
    if (stopped) return;
    look()
      .catch((error: unknown) =>
        log('error', {
          event: 'relay.cannot-look',
          why: error instanceof Error ? error.message : String(error),
        }),
      )
      .finally(() => {
        if (!stopped) poll = setTimeout(keepLooking, pollMs);
      });
  }

  return {
    start: keepLooking,
    poke,
    behindMs() {
      if (failures > 0) return 0;
      let oldest = Infinity;
      for (const since of waiting.values()) oldest = Math.min(oldest, since);
      return oldest === Infinity ? 0 : Math.max(0, parts.now() - oldest);
    },
    stats: () => ({ waitingStreams: waiting.size, failing: failures > 0, lastFailure }),
    async stop() {
      stopped = true;
      if (poll) clearTimeout(poll);
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(running.values());
    },
  };
}

/** Leases are measured by the database's clock: instances may disagree about the time. */
function databaseNow(store: Store) {
  return store.kind === 'postgres'
    ? sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`
    : sql<number>`cast(unixepoch('subsec') * 1000 as integer)`;
}
