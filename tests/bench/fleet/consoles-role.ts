// Two thousand consoles in one process: each with an address, a token, a socket and a beat of its own.
import http from 'node:http';
import { WebSocket } from 'ws';
import type { Answers } from '../pusher/roles.ts';

export type ConsoleSeat = { token: string; restaurant: string };
export type Heard = { beatMs: number[]; beatsFailed: number; alertMs: number[]; dropped: number };

type Open = { url: string; key: string; seats: ConsoleSeat[] };

const beatEveryMs = 10_000;
const abreast = 50;

/** 127.0.0.0/8 is all of this machine: as many addresses as there are shops. */
const addressOf = (n: number) => `127.${10 + (n >> 16)}.${(n >> 8) & 255}.${n & 255 || 1}`;

export function consolesAnswers(): Answers {
  const sockets: WebSocket[] = [];
  const beats: { post: () => Promise<number> }[] = [];
  let heard: Heard = { beatMs: [], beatsFailed: 0, alertMs: [], dropped: 0 };

  async function sit({ url, key, seats }: Open, n: number): Promise<void> {
    const { token, restaurant } = seats[n] as ConsoleSeat;
    const localAddress = addressOf(n);
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1, localAddress });
    const post = (pathname: string, body: object) => request(url, pathname, token, body, agent);
    const seq = { value: 0 };
    beats.push({
      post: async () => {
        const cursors = { [`restaurant:${restaurant}`]: seq.value };
        const beat = { live: true, audible: true, window: 'hidden', person: null, cursors };
        return (await post('/beat', beat)).status;
      },
    });
    const socket = new WebSocket(
      `${url.replace('http', 'ws')}/app/${key}?protocol=7&client=fleet&version=1`,
      { localAddress, perMessageDeflate: false } as WebSocket.ClientOptions,
    );
    sockets.push(socket);
    const channel = `private-restaurant-${restaurant}`;
    await new Promise<void>((resolve, reject) => {
      socket.on('error', reject);
      socket.on('close', () => (heard.dropped += 1));
      socket.on('message', (raw: Buffer) => {
        const at = Date.now();
        const { event, data } = JSON.parse(raw.toString()) as { event: string; data: string };
        if (event === 'pusher:ping') socket.send('{"event":"pusher:pong","data":{}}');
        else if (event === 'pusher_internal:subscription_succeeded') resolve();
        else if (event === 'order.new') {
          heard.alertMs.push(at - Date.parse(/"at":"([^"]+)"/.exec(data)?.[1] ?? ''));
          seq.value = Number(/"seq":(\d+)/.exec(data)?.[1] ?? seq.value);
        } else if (event === 'pusher:connection_established') {
          const { socket_id } = JSON.parse(data) as { socket_id: string };
          post('/pusher/auth', { socket_id, channel_name: channel }).then(({ text }) => {
            const { auth } = JSON.parse(text) as { auth: string };
            socket.send(JSON.stringify({ event: 'pusher:subscribe', data: { channel, auth } }));
          }, reject);
        }
      });
    });
  }

  async function beat({ post }: { post: () => Promise<number> }): Promise<void> {
    const began = performance.now();
    const status = await post().catch(() => 0);
    if (status === 200) heard.beatMs.push(performance.now() - began);
    else heard.beatsFailed += 1;
  }

  return {
    async open(fleet: Open) {
      for (let from = 0; from < fleet.seats.length; from += abreast) {
        const some = Array.from({ length: Math.min(abreast, fleet.seats.length - from) }, (_, i) => from + i);
        await Promise.all(some.map((n) => sit(fleet, n)));
      }
      // Spread over the ten seconds, as a fleet is that was not switched on in one moment.
      for (const [n, one] of beats.entries())
        setTimeout(
          () => {
            void beat(one);
            setInterval(() => void beat(one), beatEveryMs);
          },
          (n * beatEveryMs) / beats.length,
        );
    },
    count: () => heard.alertMs.length,
    heard(): Heard {
      const now = heard;
      heard = { beatMs: [], beatsFailed: 0, alertMs: [], dropped: 0 };
      return now;
    },
  };
}

function request(
  url: string,
  pathname: string,
  token: string,
  body: object,
  agent: http.Agent,
): Promise<{ status: number; text: string }> {
  const text = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    };
    const asked = http.request(
      { hostname, port, method: 'POST', path: pathname, agent, headers },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
        );
      },
    );
    asked.on('error', reject);
    asked.end(text);
  });
}
