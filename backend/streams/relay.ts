// Publishes what was committed: per stream in order, one request in flight, at least once.
import { performance } from 'node:perf_hooks';
import { channelOf, type ChannelTemplates, type StreamName } from '../../contract/streams.ts';
import { isOutage } from '../db/database-error.ts';
import type { Store } from '../db/store.ts';
import type { PayloadMode } from './payload.ts';
import { batchNames } from './batch-names.ts';
import { batchCalls } from '../db/batch-calls.ts';
import { giveBack, markPublished, takeLeases, type Mark, type Taken } from './lease.ts';
import { streamsToPublish, type Row } from './unpublished.ts';
import { isNameTaken } from './channel-names.ts';
import type { Committed } from './fresh-events.ts';
import { createTurns } from './in-turn.ts';
import { createNextEvents } from './next-events.ts';
import type { PlainEvents } from './plain-events.ts';
import { eventsInOneRequest, firstThatFit, publishRows } from './publish-rows.ts';
import { publishTimeoutMs, type Publisher } from './publisher.ts';

export type RelayParts = {
  store: Store;
  publisher: Pick<Publisher, 'publish'>;
  /** Tells this instance's leases from another's. */
  name: string;
  channels: ChannelTemplates;
  payload: PayloadMode;
  /** What is sent beside an event for clients that know nothing of the log. */
  plain: PlainEvents;
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
  /** These events were committed. */
  committed(events: Committed): void;
  /** How long the oldest event has been waiting while Pusher takes events; 0 while it takes none. */
  behindMs(): number;
  stats(): { waitingStreams: number; failing: boolean; lastFailure: string | null };
  /** Finishes the requests in flight and gives the leases back. */
  stop(): Promise<void>;
};

const batchSize = eventsInOneRequest;
/** A lease outlives any request made under it, so that nobody publishes after somebody else took over. */
const leaseMs = publishTimeoutMs * 3;
const pollMs = 1_000;
const firstRetryMs = 250;
const longestRetryMs = 10_000;
/** The database being away is told by its own clients; the moment it is back the bell must not be waiting. */
const databaseRetryMs = 500;
const streamsAtOnce = 32;
/** Marks wait so long for each other: they share a transaction. */
const markEveryMs = 40;

export function createRelay(parts: RelayParts): Relay {
  const { store, publisher, name, log } = parts;
  /** Streams with something to publish: since when without a pause, and since when its oldest event. */
  const waiting = new Map<StreamName, { busySince: number; oldestSince: number }>();
  /** Counts the pokes, so that one which arrives while a stream is being finished is not forgotten with it. */
  const pokes = new Map<StreamName, number>();
  const running = new Map<StreamName, Promise<void>>();
  const retryAt = new Map<StreamName, number>();
  const leases = new Map<StreamName, Taken>();
  const next = createNextEvents(store, batchSize);
  const timers = new Set<NodeJS.Timeout>();
  let failures = 0;
  let lastFailure: string | null = null;
  let stopped = false;
  let marking: Promise<void> | null = null;
  let poll: NodeJS.Timeout | null = null;
  const turns = createTurns(launch);

  const marker = batchNames(markEveryMs, mark, (streams, why) => {
    for (const stream of streams) leases.delete(stream);
    log('error', { event: 'relay.cannot-mark', why: why instanceof Error ? why.message : String(why) });
  });

  // Several streams are poked by one commit: their leases are taken in one go.
  const lease = batchCalls<StreamName, Taken | null>({
    most: streamsAtOnce,
    async act(streams) {
      const taken = await takeLeases(store, name, streams, leaseMs);
      return streams.map((stream) => ({ ok: true, value: taken.get(stream) ?? null }));
    },
  });
  function later(ms: number, what: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      what();
    }, ms);
    timers.add(timer);
  }

  function poke(streams: Iterable<StreamName>): void {
    for (const stream of streams) {
      const since = performance.now();
      if (!waiting.has(stream)) waiting.set(stream, { busySince: since, oldestSince: since });
      pokes.set(stream, (pokes.get(stream) ?? 0) + 1);
    }
    launch();
  }

  function finish(stream: StreamName, pokesSeen: number | undefined): void {
    if (pokes.get(stream) !== pokesSeen) return;
    pokes.delete(stream);
    waiting.delete(stream);
  }

  const isDue = (stream: StreamName) =>
    !running.has(stream) && (retryAt.get(stream) ?? 0) <= performance.now();

  function launch(): void {
    if (stopped) return;
    for (const stream of turns.of([...waiting.keys()].filter(isDue), streamsAtOnce - running.size)) {
      const work = drain(stream)
        .catch((error: unknown) => {
          if (isOutage(error)) tryAgainIn(databaseRetryMs, stream);
          else failed(stream, error instanceof Error ? error.message : String(error));
        })
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
    tryAgainIn(wait, stream);
  }

  function tryAgainIn(ms: number, stream: StreamName): void {
    retryAt.set(stream, performance.now() + ms);
    later(ms, () => {
      retryAt.delete(stream);
      launch();
    });
  }

  function worked(): void {
    if (failures > 0) log('info', { event: 'relay.works-again', afterFailures: failures });
    failures = 0;
    lastFailure = null;
  }

  /** Publishes until nothing is left, under the stream's lease. */
  async function drain(stream: StreamName): Promise<void> {
    for (;;) {
      if (stopped) return;
      const pokesSeen = pokes.get(stream);
      const held = await leaseOf(stream);
      // Another instance publishes it, and should it die, its lease ends by itself.
      if (held === null) return finish(stream, pokesSeen);
      const rows = await next.after({ stream, after: held.published });
      const [first] = rows;
      if (!first) return finish(stream, pokesSeen);
      const busy = waiting.get(stream);
      // No event can have waited longer than its stream has been busy, whatever the clocks on the wall say.
      if (busy)
        busy.oldestSince = Math.max(busy.busySince, performance.now() - Math.max(0, parts.now() - first.at));
      const taken = await publish(stream, rows);
      if (taken === 0) return;
      parts.published?.(parts.now() - first.at, taken);
      held.published = rows[taken - 1]?.seq ?? held.published;
      marker.soon(stream);
      // That was all there was, and nothing was committed meanwhile.
      const all = rows.length < batchSize && taken === rows.length;
      if (all && pokes.get(stream) === pokesSeen) return finish(stream, pokesSeen);
    }
  }

  async function leaseOf(stream: StreamName): Promise<Taken | null> {
    if (holds(stream)) return leases.get(stream) ?? null;
    // A lease that is just being given back must be back before it is taken again.
    await marking?.catch(() => {});
    const taken = await lease.ask(stream);
    const known = leases.get(stream);
    if (taken === null) leases.delete(stream);
    // What was published since the last mark is published, whatever the mark says.
    else leases.set(stream, { ...taken, published: Math.max(taken.published, known?.published ?? 0) });
    return leases.get(stream) ?? null;
  }

  /** Long enough for one more request. */
  function holds(stream: StreamName): boolean {
    return (leases.get(stream)?.until ?? 0) - performance.now() > publishTimeoutMs * 2;
  }

  /** Writes down how far Pusher got; a crash before that only makes some events come twice. */
  function mark(streams: readonly StreamName[]): Promise<void> {
    const marks = streams.flatMap((stream): Mark[] => {
      const lease = leases.get(stream);
      if (!lease) return [];
      // On SQLite there is no other instance to give it to, and taking it again costs a transaction.
      const release = store.kind === 'postgres' && !running.has(stream) && !waiting.has(stream);
      if (release) leases.delete(stream);
      return [{ stream, seq: lease.published, release }];
    });
    marking = markPublished(store, name, marks, leaseMs).then((marked) => {
      for (const { stream, until, more } of marked) {
        const known = leases.get(stream);
        if (until === null) leases.delete(stream);
        else if (known) known.until = until;
        if (more) poke([stream]);
      }
    });
    return marking.finally(() => {
      marking = null;
    });
  }

  /** Answers how many of the first ones Pusher took (or never will, which must not hold up what comes after). */
  async function publish(stream: StreamName, rows: readonly Row[]): Promise<number> {
    const { channels, payload, plain } = parts;
    // Whoever listens to that name is somebody else: those who may read this stream have it from the log.
    if (isNameTaken(stream, channels)) {
      log('warn', { event: 'relay.name-taken', stream });
      return rows.length;
    }
    const how = { channel: channelOf(stream, channels), payload, plain };
    const fitting = firstThatFit(rows, how);
    const outcome = await publishRows(fitting, {
      publish: (rings) => publisher.publish(rings),
      mayGoOn: () => holds(stream),
      // Consumers find the gap at the next event or beat and fetch it from the log.
      refused: (row, name, why) => log('error', { event: 'relay.refused', stream, seq: row.seq, name, why }),
    });
    if (outcome.kind === 'failed') failed(stream, outcome.why);
    if (outcome.kind === 'taken together') worked();
    const taken = outcome.kind === 'taken together' || outcome.kind === 'taken one by one';
    return taken ? fitting.length : 0;
  }

  /** Finds what nobody poked for: left by a crash, or committed by another process. */
  async function look(): Promise<void> {
    for (const [stream, lease] of leases) if (lease.until < performance.now()) leases.delete(stream);
    const rows = await streamsToPublish(store, name);
    // Of a stream that is ours only what was not published yet is news.
    poke(rows.filter((row) => (leases.get(row.name)?.published ?? -1) < row.seq).map((row) => row.name));
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
    committed(events) {
      next.committed(events);
      poke(events.keys());
    },
    behindMs() {
      if (failures > 0) return 0;
      const at = performance.now();
      let oldest = at;
      for (const { oldestSince } of waiting.values()) oldest = Math.min(oldest, oldestSince);
      return at - oldest;
    },
    stats: () => ({ waitingStreams: waiting.size, failing: failures > 0, lastFailure }),
    async stop() {
      stopped = true;
      if (poll) clearTimeout(poll);
      turns.stop();
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(running.values());
      await marker.stop();
      // A database that is away keeps the lease until it ends by itself.
      await giveBack(store, name).catch((why: unknown) => {
        if (!isOutage(why)) throw why;
      });
    },
  };
}
