// A backend of a later version, as a console of this one meets it: a proxy before today's that changes every answer and
// every event on its way.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';

export type NewerBackend = {
  url: string;
  /** How many answers and events went through changed. */
  changed(): { answers: number; events: number };
  /** From now on it says this instead of that. */
  say(change: (told: unknown) => unknown): void;
  stop(): Promise<void>;
};

type Json = Record<string, unknown>;

export async function startNewerBackend(
  port: number,
  first: (told: unknown) => unknown,
): Promise<NewerBackend> {
  let change = first;
  let answers = 0;
  let events = 0;
  const sockets = new WebSocketServer({ noServer: true });
  const server = http.createServer((asked, answer) => {
    const headers = { ...asked.headers, host: `127.0.0.1:${port}` };
    // Whatever it answers has to be read to be changed.
    delete headers['accept-encoding'];
    const forth = http.request(
      { port, host: '127.0.0.1', method: asked.method, path: asked.url, headers },
      (back) => {
        const pieces: Buffer[] = [];
        back.on('data', (piece: Buffer) => pieces.push(piece));
        back.on('end', () => {
          const body = Buffer.concat(pieces);
          const isJson = /json/.test(back.headers['content-type'] ?? '') && body.length > 0;
          const told = isJson ? JSON.stringify(change(throughHere(JSON.parse(body.toString())))) : body;
          if (isJson) answers += 1;
          const { 'transfer-encoding': _, ...same } = back.headers;
          answer.writeHead(back.statusCode ?? 502, { ...same, 'content-length': Buffer.byteLength(told) });
          answer.end(told);
        });
      },
    );
    forth.on('error', () => answer.destroy());
    asked.pipe(forth);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const own = (server.address() as AddressInfo).port;

  /** The console is to find Pusher where it found the backend. */
  function throughHere(told: unknown): unknown {
    const { pusher } = told as { pusher?: Json };
    return typeof pusher === 'object' && pusher !== null && 'port' in pusher
      ? { ...(told as Json), pusher: { ...pusher, port: own } }
      : told;
  }

  function changedFrame(text: string): string {
    const frame = JSON.parse(text) as Json & { event: string; data?: string };
    const { data, event } = frame;
    if (data === undefined || event.startsWith('pusher')) return text;
    events += 1;
    return JSON.stringify({ ...(change(frame) as Json), data: JSON.stringify(change(JSON.parse(data))) });
  }

  server.on('upgrade', (asked, socket, head) => {
    sockets.handleUpgrade(asked, socket, head, (client) => {
      const upstream = new WebSocket(`ws://127.0.0.1:${port}${asked.url}`);
      const waiting: string[] = [];
      client.on('message', (bytes: Buffer) => {
        if (upstream.readyState === WebSocket.OPEN) upstream.send(bytes.toString());
        else waiting.push(bytes.toString());
      });
      upstream.on('open', () => waiting.splice(0).forEach((text) => upstream.send(text)));
      upstream.on('message', (bytes: Buffer) => client.send(changedFrame(bytes.toString())));
      upstream.on('close', () => client.close());
      upstream.on('error', () => client.terminate());
      client.on('close', () => upstream.close());
      client.on('error', () => upstream.terminate());
    });
  });

  return {
    url: `http://127.0.0.1:${own}`,
    changed: () => ({ answers, events }),
    say: (next) => void (change = next),
    async stop() {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
