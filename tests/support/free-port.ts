// A port for a program that is started on it, perhaps again and again.
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below those the system gives to outgoing connections, one of which might take it while the program is down. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 15_000 + Math.floor(Math.random() * 15_000);
    const server = createServer();
    const free = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!free) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}
