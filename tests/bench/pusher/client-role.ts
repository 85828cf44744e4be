// Many clients in one process: pusher-js to measure with, bare WebSockets to be many.
import { createHmac } from 'node:crypto';
import PusherClient, { type Options } from 'pusher-js';
import { WebSocket } from 'ws';
import { type Answers, sharedNow } from './roles.ts';
import { APP } from './server-role.ts';

export type Received = { latenciesMs: number[]; total: number };

type Listen = { port: number; count: number; channel: string };
type Consoles = { port: number; key: string; channel: string; authorizer: string; tokens: string[] };

export function clientAnswers(): Answers {
  let clients: PusherClient[] = [];
  let sockets: WebSocket[] = [];
  let latenciesMs: number[] = [];
  return {
    async listen({ port, count, channel }: Listen) {
      const heard = ({ sentAt }: { sentAt: number }) => latenciesMs.push(sharedNow() - sentAt);
      const all = Array.from({ length: count }, () => subscribed(APP.key, port, channel, heard));
      clients = await Promise.all(all);
    },
    async consoles({ port, key, channel, authorizer, tokens }: Consoles) {
      // The event says when its transaction wrote it, which is a little before the commit.
      const heard = ({ at }: { at: string }) => latenciesMs.push(Date.now() - Date.parse(at));
      const authorized = (token: string): Partial<Options> => ({
        channelAuthorization: {
          transport: 'ajax',
          endpoint: authorizer,
          customHandler: async ({ socketId, channelName }, callback) => {
            callback(null, await authorize(authorizer, token, { socketId, channelName }));
          },
        },
      });
      clients = await Promise.all(
        tokens.map((token) => subscribed(key, port, channel, heard, authorized(token))),
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

function subscribed<T>(
  key: string,
  port: number,
  channel: string,
  heard: (data: T) => void,
  options: Partial<Options> = {},
): Promise<PusherClient> {
  const client = new PusherClient(key, {
    cluster: '',
    wsHost: '127.0.0.1',
    wsPort: port,
    forceTLS: false,
    enabledTransports: ['ws'],
    ...options,
  });
  const subscription = client.subscribe(channel);
  subscription.bind('order.new', heard);
  return new Promise((resolve, reject) => {
    subscription.bind('pusher:subscription_succeeded', () => resolve(client));
    subscription.bind('pusher:subscription_error', reject);
    client.connection.bind('error', reject);
  });
}

async function authorize(url: string, token: string, body: object): Promise<{ auth: string }> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`The authorizer answered ${answer.status}`);
  return (await answer.json()) as { auth: string };
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
