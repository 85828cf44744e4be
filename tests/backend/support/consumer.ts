// A consumer that follows the rule: subscribe, buffer, fetch what came before, then go on without a gap; when the log
// does not know the place any more, take a snapshot.
import { WebSocket } from 'ws';
import type { EnrolAnswer, Snapshot } from '../../../contract/api.ts';
import { isFullOrder, parseEvent, type AnyEvent } from '../../../contract/events.ts';
import type { Order } from '../../../contract/order.ts';
import type { Head, StreamName } from '../../../contract/streams.ts';
import { channelOf } from '../../../contract/streams.ts';
import { clientOf, type Answer } from './shop.ts';

export type Consumer = {
  orders: Map<string, Order>;
  cursor(): { epoch: string; seq: number; id: string | null } | null;
  /** Every order that rang, as often as it did. */
  rung: Map<string, number>;
  /** Seqs as they came over Pusher, of each connection by itself. */
  wire: number[][];
  snapshots: number;
  stop(): Promise<void>;
};

export type ConsumerParts = {
  url: string;
  enrolment: EnrolAnswer;
  stream: StreamName;
  /** Where Pusher is, when it is not the backend. */
  pusher?: { host: string; port: number };
};

const holdMs = 150;
const wait = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));

export function consume({ url, enrolment, stream, pusher }: ConsumerParts): Consumer {
  const client = clientOf(url, enrolment.token);
  const channel = channelOf(stream, enrolment.channels);
  const consumer: Consumer = {
    orders: new Map(),
    cursor: () => cursor,
    rung: new Map(),
    wire: [],
    snapshots: 0,
    async stop() {
      stopped = true;
      socket?.terminate();
      await going;
    },
  };
  let cursor: Head | null = null;
  let stopped = false;
  let socket: WebSocket | null = null;
  let buffer: AnyEvent[] = [];
  let fetching: Promise<void> | null = null;
  let fetchAgain = false;

  /** A backend that is down is asked again until it is back. */
  async function ask<T>(path: string): Promise<Answer<T> | null> {
    for (;;) {
      if (stopped) return null;
      try {
        const answer = await client.get<T>(path);
        if (answer.status < 500 && answer.status !== 429) return answer;
      } catch {
        // Down, or cut off in the middle of an answer.
      }
      await wait(30);
    }
  }

  function ring(order: Order): void {
    if (order.status === 'new') consumer.rung.set(order.id, (consumer.rung.get(order.id) ?? 0) + 1);
  }

  function apply(event: AnyEvent): void {
    cursor = { epoch: event.epoch, seq: event.seq, id: event.id };
    if (!isFullOrder(event)) return;
    if (!consumer.orders.has(event.order.id)) ring(event.order);
    consumer.orders.set(event.order.id, event.order);
  }

  /** Applies what follows without a gap; answers whether something is left behind a gap. */
  function drain(): boolean {
    buffer = buffer
      .filter((event) => cursor === null || event.epoch !== cursor.epoch || event.seq > cursor.seq)
      .toSorted((a, b) => a.seq - b.seq);
    for (let next = buffer[0]; next && cursor; next = buffer[0]) {
      if (next.epoch !== cursor.epoch || next.seq > cursor.seq + 1) return true;
      if (next.seq === cursor.seq + 1) {
        if (next.prev !== cursor.id) return true;
        apply(next);
      }
      buffer.shift();
    }
    return buffer.length > 0;
  }

  async function takeSnapshot(): Promise<void> {
    const answer = await ask<Snapshot>('/snapshot');
    const head = answer?.body.heads[stream];
    if (!answer || !head) return;
    consumer.snapshots += 1;
    const open = new Set(answer.body.orders.map((order) => order.id));
    for (const id of consumer.orders.keys()) if (!open.has(id)) consumer.orders.delete(id);
    for (const order of answer.body.orders) {
      if (!consumer.orders.has(order.id) && !consumer.rung.has(order.id)) ring(order);
      consumer.orders.set(order.id, order);
    }
    cursor = head;
  }

  async function fetchMissing(): Promise<void> {
    for (;;) {
      if (stopped) return;
      if (cursor === null) await takeSnapshot();
      if (cursor === null) return;
      const { seq, id }: Head = cursor;
      const answer = await ask<{ events: unknown[]; head: Head }>(
        `/streams/${stream}/events?after=${seq}&limit=50${id === null ? '' : `&id=${id}`}`,
      );
      if (!answer) return;
      if (answer.status === 410) {
        cursor = null;
        continue;
      }
      if (answer.status !== 200) throw new Error(`The page answered ${answer.status}`);
      for (const wire of answer.body.events) {
        const read = parseEvent(wire);
        if (!read.ok) throw new Error(`An event of the log cannot be read: ${read.why}`);
        buffer.push(read.event);
      }
      drain();
      if ((cursor?.seq ?? 0) >= answer.body.head.seq) return;
    }
  }

  function fetchSoon(): void {
    fetchAgain = true;
    fetching ??= (async () => {
      while (fetchAgain) {
        if (stopped) break;
        fetchAgain = false;
        await fetchMissing();
      }
      fetching = null;
    })();
  }

  function receive(wire: unknown): void {
    const read = parseEvent(wire);
    if (!read.ok) throw new Error(`An event on the wire cannot be read: ${read.why}`);
    consumer.wire.at(-1)?.push(read.event.seq);
    if ('ref' in read.event) return fetchSoon();
    buffer.push(read.event);
    if (fetching) return;
    if (drain()) setTimeout(() => buffer.length > 0 && fetchSoon(), holdMs);
  }

  /** One connection, from its beginning to its end. */
  function connect(): Promise<void> {
    const at = pusher ?? { host: '127.0.0.1', port: enrolment.pusher.port };
    return new Promise((resolve) => {
      const ws = new WebSocket(
        `ws://${at.host}:${at.port}/app/${enrolment.pusher.key}?protocol=7&client=test&version=1`,
      );
      socket = ws;
      consumer.wire.push([]);
      ws.on('error', () => {});
      ws.on('close', () => resolve());
      ws.on('message', (raw: Buffer) => {
        const { event, data } = JSON.parse(raw.toString()) as { event: string; data: string };
        if (event === 'pusher:connection_established') {
          const { socket_id } = JSON.parse(data) as { socket_id: string };
          void client.post<{ auth: string }>('/pusher/auth', { socket_id, channel_name: channel }).then(
            ({ body }) =>
              ws.send(JSON.stringify({ event: 'pusher:subscribe', data: { channel, auth: body.auth } })),
            () => ws.terminate(),
          );
        } else if (event === 'pusher_internal:subscription_succeeded') fetchSoon();
        else if (event === 'pusher:subscription_error') ws.terminate();
        else if (event === 'pusher:ping') ws.send('{"event":"pusher:pong","data":{}}');
        else if (!event.startsWith('pusher')) receive(JSON.parse(data));
      });
    });
  }

  const going = (async () => {
    for (;;) {
      if (stopped) break;
      await connect();
      await wait(20);
    }
    await fetching;
  })();
  return consumer;
}
