// A network that can be bad: a TCP proxy between a console and its backend which cuts, resets, stalls, delays and
// throttles what goes through it.
import { createServer, connect, type Server, type Socket } from 'node:net';
import { freePort } from './free-port.ts';

type Pair = { client: Socket; upstream: Socket; kind: 'unknown' | 'http' | 'websocket'; frozen: boolean };

export type Network = {
  port: number;
  url: string;
  /** Where it leads to. */
  to(port: number): void;
  /** Nobody listens any more, and what was connected is closed. */
  cut(): Promise<void>;
  /** Connections are torn down with RST; new ones are made as before. */
  reset(): void;
  /** Open connections carry nothing any more and nobody is told, as when a router forgot them. New ones work. */
  freeze(which?: 'all' | 'websocket'): void;
  /** Nothing goes through, on new connections neither, until it heals; then it all comes. */
  stall(): void;
  /** Every piece arrives that much later. */
  delay(ms: number): void;
  throttle(bytesPerSecond: number): void;
  /** As good as new for whatever connects from now on. */
  heal(): Promise<void>;
  websockets(): number;
  stop(): Promise<void>;
};

/** `at`: the addresses of this machine at which it is there. */
export async function startNetwork(at: readonly string[] = ['127.0.0.1']): Promise<Network> {
  const pairs = new Set<Pair>();
  const released = new Set<() => void>();
  let target = 0;
  let stalled = false;
  let delayMs = 0;
  let bytesPerSecond = Number.POSITIVE_INFINITY;
  let servers: readonly Server[] = [];
  // Reserved: while the network is cut nobody listens on it, and it must still be there when it heals.
  const port = await freePort();

  const untilHealed = () => new Promise<void>((resolve) => void released.add(resolve));
  const later = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));

  /** One direction: pieces keep their order, whatever the weather does between them. */
  function carry(pair: Pair, from: Socket, to: Socket): void {
    let queue = Promise.resolve();
    const inTurn = (work: () => void | Promise<void>) => {
      queue = queue.then(work);
    };
    from.on('data', (piece: Buffer) => {
      if (pair.kind === 'unknown')
        pair.kind = /\r\nupgrade: *websocket/i.test(piece.toString('latin1')) ? 'websocket' : 'http';
      inTurn(async () => {
        if (stalled) await untilHealed();
        if (delayMs > 0) await later(delayMs);
        if (Number.isFinite(bytesPerSecond)) await later((piece.length / bytesPerSecond) * 1000);
        if (!pair.frozen && !to.destroyed) to.write(piece);
      });
    });
    from.on('end', () => inTurn(() => void (pair.frozen || to.end())));
    from.on('error', () => undefined);
    from.on('close', () => {
      if (!pair.frozen) inTurn(() => void to.destroySoon());
      if (pair.client.destroyed && pair.upstream.destroyed) pairs.delete(pair);
    });
  }

  function accept(client: Socket): void {
    const upstream = connect(target, '127.0.0.1');
    client.setNoDelay(true);
    upstream.setNoDelay(true);
    const pair: Pair = { client, upstream, kind: 'unknown', frozen: false };
    pairs.add(pair);
    carry(pair, client, upstream);
    carry(pair, upstream, client);
  }

  const listenAt = (address: string) =>
    new Promise<Server>((resolve, reject) => {
      const server = createServer(accept);
      server.once('error', reject).listen(port, address, () => resolve(server));
    });

  async function listen(): Promise<void> {
    servers = await Promise.all(at.map(listenAt));
  }

  const drop = (how: (socket: Socket) => void) => {
    for (const { client, upstream } of pairs) {
      how(client);
      upstream.destroy();
    }
    pairs.clear();
  };

  async function cut(): Promise<void> {
    drop((client) => client.destroy());
    const closing = servers;
    servers = [];
    await Promise.all(closing.map((server) => new Promise((resolve) => void server.close(resolve))));
  }

  await listen();
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    to: (next) => void (target = next),
    cut,
    reset: () => drop((client) => client.resetAndDestroy()),
    freeze(which = 'all') {
      for (const pair of pairs) if (which === 'all' || pair.kind === which) pair.frozen = true;
    },
    stall: () => void (stalled = true),
    delay: (ms) => void (delayMs = ms),
    throttle: (rate) => void (bytesPerSecond = rate),
    async heal() {
      stalled = false;
      delayMs = 0;
      bytesPerSecond = Number.POSITIVE_INFINITY;
      for (const release of released) release();
      released.clear();
      if (servers.length === 0) await listen();
    },
    websockets: () => [...pairs].filter((pair) => pair.kind === 'websocket' && !pair.frozen).length,
    async stop() {
      for (const release of released) release();
      await cut();
    },
  };
}
