// The network between a console and its backend: a TCP relay that can be cut and joined again.
import net, { type Socket } from 'node:net';

const address = '127.0.0.2';

export type NetworkLine = { url: string; cut(): void; join(): void; stop(): Promise<void> };

export async function startLine(toPort: number): Promise<NetworkLine> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = net.createServer((from) => {
    if (isCut) return void from.destroy();
    const to = net.connect(toPort, '127.0.0.1');
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
    return undefined;
  });
  // The same port on another address of this machine: the backend names its port for Pusher, but no host.
  await new Promise<void>((resolve) => server.listen(toPort, address, resolve));
  const hangUp = () => sockets.forEach((socket) => socket.destroy());
  return {
    url: `http://${address}:${toPort}`,
    cut() {
      isCut = true;
      hangUp();
    },
    join() {
      isCut = false;
    },
    stop() {
      hangUp();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
