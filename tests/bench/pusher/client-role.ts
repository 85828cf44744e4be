// Many clients in one process: pusher-js to measure with, bare WebSockets to be many.
import PusherClient from 'pusher-js';
import { WebSocket } from 'ws';
import { createHmac } from 'node:crypto';
import { type Answers, sharedNow } from './roles.ts';
import { APP } from './server-role.ts';

export type Received = { latenciesMs: number[]; total: number };

export function clientAnswers(): Answers {
  let clients: PusherClient[] = [];
  let sockets: WebSocket[] = [];
  let latenciesMs: number[] = [];
  return {
    async listen({ port, count, channel }: { port: number; count: number; channel: string }) {
      clients = await Promise.all(
        Array.from({ length: count }, () => {
          const client = new PusherClient(APP.key, {
            cluster: '',
            wsHost: '127.0.0.1',
            wsPort: port,
            forceTLS: false,
            enabledTransports: ['ws'],
          });
          const subscription = client.subscribe(channel);
          subscription.bind('order.new', ({ sentAt }: { sentAt: number }) => {
            latenciesMs.push(sharedNow() - sentAt);
          });
          return new Promise<PusherClient>((resolve, reject) => {
            subscription.bind('pusher:subscription_succeeded', () => resolve(client));
            client.connection.bind('error', reject);
          });
        }),
      );
    },
    received(): Received {
      const received = { latenciesMs, total: latenciesMs.length };
      latenciesMs = [];
      return received;
    },
    count: () => latenciesMs.length,
    /** Each subscribed to a private channel of its own, like a customer who waits for an order. */
    async idle({ port, count }: { port: number; count: number }) {
      const abreast = 100;
      for (let from = 0; from < count; from += abreast) {
        const some = Array.from({ length: Math.min(abreast, count - from) }, (_, n) => wait(port, from + n));
        sockets.push(...(await Promise.all(some)));
      }
    },
    leave() {
      for (const client of clients) client.disconnect();
      for (const socket of sockets) socket.terminate();
      clients = [];
      sockets = [];
    },
  };
}

function wait(port: number, n: number): Promise<WebSocket> {
  const channel = `private-order-${n}`;
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/app/${APP.key}?protocol=7&client=bench`, {
      perMessageDeflate: false,
    });
    socket.on('error', reject);
    socket.on('message', (bytes: Buffer) => {
      const { event, data } = JSON.parse(bytes.toString()) as { event: string; data: string };
      if (event === 'pusher:ping') socket.send('{"event":"pusher:pong","data":{}}');
      if (event === 'pusher_internal:subscription_succeeded') resolve(socket);
      if (event !== 'pusher:connection_established') return;
      const { socket_id: id } = JSON.parse(data) as { socket_id: string };
      const signature = createHmac('sha256', APP.secret).update(`${id}:${channel}`).digest('hex');
      const auth = `${APP.key}:${signature}`;
      socket.send(JSON.stringify({ event: 'pusher:subscribe', data: { channel, auth } }));
    });
  });
}
