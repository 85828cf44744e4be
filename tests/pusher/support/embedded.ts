// The embedded server on a free port, as its host would run it.
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import {
  createPusherServer,
  type PusherServer,
  type PusherServerOptions,
} from '../../../backend/pusher-server/index.ts';
import type { Target } from './target.ts';

export const APP = { id: '7001', key: 'counter-key', secret: 'counter-secret' };

export function targetAt(port: number, app = APP): Target {
  return { host: '127.0.0.1', port, wsHost: '127.0.0.1', wsPort: port, tls: false, app };
}

export type Embedded = {
  target: Target;
  server: PusherServer;
  /** Everything the server logged, in order. */
  logged: { event: string; [k: string]: unknown }[];
  /** The server's ends of all connections made so far. */
  sockets: Socket[];
  stop(): Promise<void>;
};

export async function startEmbedded(
  options: Omit<Partial<PusherServerOptions>, 'log'> = {},
  port = 0,
  /** Called with every answer before it is begun, and with what closes the server. */
  onRequest?: (res: http.ServerResponse, goAway: () => void) => void,
): Promise<Embedded> {
  const logged: Embedded['logged'] = [];
  const sockets: Socket[] = [];
  const server = createPusherServer({
    app: APP,
    clientEvents: true,
    ...options,
    log: (event) => logged.push(event),
  });
  const host = http.createServer((req, res) => {
    onRequest?.(res, () => void server.close());
    if (!server.handleRequest(req, res)) res.writeHead(404).end('host');
  });
  host.on('upgrade', (req, socket, head) => {
    if (!server.handleUpgrade(req, socket, head)) socket.destroy();
  });
  host.on('connection', (socket) => sockets.push(socket));
  await new Promise<void>((resolve) => host.listen(port, '127.0.0.1', resolve));
  const { port: found } = host.address() as AddressInfo;
  return {
    target: targetAt(found, options.app),
    server,
    logged,
    sockets,
    async stop() {
      await server.close({ graceMs: 0 });
      host.closeAllConnections();
      await new Promise((resolve) => host.close(resolve));
    },
  };
}
