// Simulates the backend's database: orders, one dense log per stream, idempotency keys, devices. It can be copied and put back.
import type { ChatMark, ChatMessage } from '../../contract/chat.ts';
import type { Notification } from '../../contract/notifications.ts';
import type { Order } from '../../contract/order.ts';
import type { Head, StreamName } from '../../contract/streams.ts';
import type { Chance } from './chance.ts';

/** An event as it goes over the wire; made here, so it is right by construction and never changed again. */
export type LoggedEvent = {
  stream: StreamName;
  epoch: string;
  seq: number;
  prev: string | null;
  id: string;
  type: string;
  at: string;
  cause?: string;
  message: string;
  order?: Order | Record<string, unknown>;
} & Record<string, unknown>;

export type StreamLog = {
  epoch: string;
  /** The seq of `events[0]`. */
  first: number;
  events: LoggedEvent[];
  /** The orders as they stood before `first`. */
  base: Map<string, Order>;
  /** Older ones are no longer served: the log was pruned. */
  servedFrom: number;
  /** The relay got so far. */
  published: number;
};

/** What a page of events is answered with; `gone` is HTTP's 410. */
export type Page = { kind: 'page'; events: LoggedEvent[]; head: Head } | { kind: 'gone'; why: string };

export type DeviceRow = {
  id: string;
  name: string;
  installId: string;
  token: string;
  leaveTicket: string;
  revoked: boolean;
};
/** `from`, `until`: by the wall clock, in ms; `until` is null while they are stepped in. */
export type PersonSession = {
  token: string;
  person: string;
  device: string | null;
  from: number;
  until: number | null;
};
export type ChatRow = {
  messages: readonly ChatMessage[];
  seen: { staff: ChatMark | null; customer: ChatMark | null };
  /** Staff have written. */
  begun: boolean;
  erased: boolean;
};
export type KeyRow = { fingerprint: string; answer: { status: number; body: unknown } };

export type Database = {
  streams: Map<StreamName, StreamLog>;
  orders: Map<string, Order>;
  keys: Map<string, KeyRow>;
  devices: DeviceRow[];
  people: PersonSession[];
  /** What each person was notified of, in that order. */
  inboxes: Map<string, readonly Notification[]>;
  chats: Map<string, ChatRow>;
  /** Under which key each message was written. */
  chatKeys: Map<string, { chat: string; message: string }>;
};

export function emptyDatabase(): Database {
  return {
    streams: new Map(),
    orders: new Map(),
    keys: new Map(),
    devices: [],
    people: [],
    inboxes: new Map(),
    chats: new Map(),
    chatKeys: new Map(),
  };
}

/** Orders and events are never changed in place, so a copy of the shelves is a copy of the whole. */
export function copyOf(database: Database): Database {
  return {
    streams: new Map(
      [...database.streams].map(([name, log]) => [name, { ...log, events: [...log.events], base: log.base }]),
    ),
    orders: new Map(database.orders),
    keys: new Map(database.keys),
    devices: database.devices.map((device) => ({ ...device })),
    people: database.people.map((session) => ({ ...session })),
    inboxes: new Map(database.inboxes),
    chats: new Map(database.chats),
    chatKeys: new Map(database.chatKeys),
  };
}

export function streamLog(database: Database, name: StreamName, chance: Chance): StreamLog {
  let log = database.streams.get(name);
  if (log === undefined) {
    log = {
      epoch: `e-${chance.whole(1000, 9999)}`,
      first: 1,
      events: [],
      base: new Map(),
      servedFrom: 1,
      published: 0,
    };
    database.streams.set(name, log);
  }
  return log;
}

export function headSeq(log: StreamLog): number {
  return log.first + log.events.length - 1;
}

export function eventAt(log: StreamLog, seq: number): LoggedEvent | undefined {
  return log.events[seq - log.first];
}

export function headOf(log: StreamLog): Head {
  const seq = headSeq(log);
  return { epoch: log.epoch, seq, id: eventAt(log, seq)?.id ?? null };
}

/** The orders as the log says they stood at that seq; null where the log does not reach. */
export function bookAt(log: StreamLog, seq: number): Map<string, Order> | null {
  if (seq < log.first - 1 || seq > headSeq(log)) return null;
  const book = new Map(log.base);
  for (const event of log.events) {
    if (event.seq > seq) break;
    if (event.order !== undefined && 'items' in event.order) {
      const order = event.order as Order;
      book.set(order.id, order);
    }
  }
  return book;
}

export function append(
  log: StreamLog,
  stream: StreamName,
  fields: { type: string; id: string; at: string; message: string } & Record<string, unknown>,
): LoggedEvent {
  const seq = headSeq(log) + 1;
  const event: LoggedEvent = {
    ...fields,
    stream,
    epoch: log.epoch,
    seq,
    prev: eventAt(log, seq - 1)?.id ?? null,
  };
  log.events.push(event);
  return event;
}

/** What follows the event `id` at `after`, if the log holds exactly that event there. */
export function pageOf(log: StreamLog, after: number, id: string | null, limit: number): Page {
  const gone = (why: string): Page => ({ kind: 'gone', why });
  const start = log.first - 1;
  const end = headSeq(log);
  if (after > end) return gone(`the stream ends at ${end}`);
  if (after < start) return gone(`the stream's present epoch begins after ${start}`);
  if (after < log.servedFrom - 1 || (after < log.servedFrom && after > start))
    return gone(`event ${after} is no longer kept`);
  if (after === start && id !== null) return gone('there is no event at the start of an epoch');
  if (after > start && id !== null && eventAt(log, after)?.id !== id)
    return gone(`another event stands at ${after}`);
  const from = after + 1 - log.first;
  return { kind: 'page', events: log.events.slice(from, from + limit), head: headOf(log) };
}
