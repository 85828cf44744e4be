// A port for a program that is started on it, perhaps again and again: reserved among all tests of this machine for as
// long as this process lives, so that nobody else is given it while the program is down.
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { keptFolder } from './kept-folder.ts';

const reservations = path.join(keptFolder(), 'counterbell-ports');
/** Left behind by a process that was killed; no test lives that long. */
const forgottenMs = 24 * 3_600_000;

const mine: string[] = [];
process.once('exit', () => {
  for (const file of mine) rmSync(file, { force: true });
});

/** Below those the system gives to outgoing connections, one of which might take it while the program is down. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 15_000 + Math.floor(Math.random() * 15_000);
    if (!reserve(port)) continue;
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

function reserve(port: number): boolean {
  if (mine.length === 0) {
    mkdirSync(reservations, { recursive: true, mode: 0o777 });
    forget();
  }
  const file = path.join(reservations, String(port));
  try {
    closeSync(openSync(file, 'wx'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  mine.push(file);
  return true;
}

function forget(): void {
  for (const name of readdirSync(reservations)) {
    const file = path.join(reservations, name);
    const made = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (Date.now() - made > forgottenMs) rmSync(file, { force: true });
  }
}
