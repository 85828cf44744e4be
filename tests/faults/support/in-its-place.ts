// What may stand in place of a backend, or before it: a network's login page, and a proxy.
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

type Running = { port: number; stop(): Promise<void> };

async function listening(server: Server, at: string): Promise<Running> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => open.delete(socket));
  });
  server.listen(0, at);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}

export type LoginPageKind = 302 | 200 | 511;
export type LoginPage = Running & {
  kind(next: LoginPageKind): void;
  /** Every request, those of WebSockets as well: the host it is for, and what it proves itself with. */
  asked: { host: string; path: string; authorization: string | undefined }[];
};

const page = '<!doctype html><title>Welcome</title><form>Please log in</form>';

export async function startLoginPage(elsewhere: (port: number) => string): Promise<LoginPage> {
  let kind: LoginPageKind = 302;
  const asked: LoginPage['asked'] = [];
  const note = ({ headers, url = '' }: IncomingMessage) =>
    asked.push({ host: headers.host ?? '', path: url, authorization: headers.authorization });
  const server = createServer((incoming: IncomingMessage, outgoing: ServerResponse) => {
    note(incoming);
    incoming.resume();
    outgoing.setHeader('content-type', 'text/html; charset=utf-8');
    if (kind === 302) outgoing.setHeader('location', elsewhere(running.port));
    outgoing.writeHead(kind).end(page);
  });
  server.on('upgrade', (incoming: IncomingMessage, socket: Socket) => {
    note(incoming);
    socket.end(`HTTP/1.1 ${kind} Portal\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n${page}`);
  });
  const running = await listening(server, '127.0.0.1');
  return { ...running, asked, kind: (next) => void (kind = next) };
}

/** Takes whatever it is asked for to this one port. */
export async function startPlainProxy(at: string, to: number): Promise<Running & { used(): number }> {
  let used = 0;
  const server = createServer((incoming, outgoing) => {
    used += 1;
    const { pathname, search } = new URL(incoming.url ?? '', 'http://proxy');
    const asked = request(
      {
        port: to,
        host: '127.0.0.1',
        method: incoming.method,
        path: pathname + search,
        headers: incoming.headers,
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    asked.on('error', () => outgoing.destroy());
    incoming.pipe(asked);
  });
  server.on('connect', (_incoming: IncomingMessage, client: Socket) => {
    used += 1;
    const upstream = connect(to, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      client.pipe(upstream).pipe(client);
    });
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
    client.on('close', () => upstream.destroy());
  });
  return { ...(await listening(server, at)), used: () => used };
}
