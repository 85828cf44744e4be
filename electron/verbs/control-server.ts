// Answers the verbs of other starts of this program: what a console that runs can be asked and told from a command line.
import { rmdirSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import path from 'node:path';
import { z } from 'zod';
import { jsonIn } from '../../contract/json.ts';
import type { Log } from '../../core/ports/log.ts';
import { controlPlaces, isTrusted, type ControlSurroundings } from './control-place.ts';

/** What may be asked, and what answers it: data that can be written as JSON, now or when it is there. */
export type Answers = { readonly [ask: string]: (given: string | null) => unknown };

export type ControlServer = { close(): void };

const request = z.strictObject({ ask: z.string().max(40), given: z.string().max(100).optional() });
const longestRequest = 4096;
const patienceMs = 5000;
const atOnce = 16;
/** An answer that takes longer than this is announced again and again, so that whoever waits knows that it comes. */
const signEveryMs = 1000;

/** The first place that can be had. Without any it runs on: verbs then say that no console answers. */
export function serveControl(
  folder: string,
  around: ControlSurroundings,
  { answers, log }: { answers: Answers; log: Pick<Log, 'warn'> },
): ControlServer {
  const server = createServer((socket) => answer(socket, answers));
  server.maxConnections = atOnce;
  const places = controlPlaces(folder, around).filter((place) => isTrusted(place, around));
  let taken: string | undefined;

  function listen(): void {
    taken = places.shift();
    if (taken === undefined) return log.warn('control.no-place', { folder });
    // It is this console's folder, so a socket that lies there is one that was left behind.
    if (around.platform !== 'win32') rmSync(taken, { force: true });
    server.listen(taken);
  }
  server.on('error', listen);
  listen();
  // Nobody's process is kept alive by it.
  server.unref();
  return {
    close() {
      server.close();
      if (taken !== undefined && around.platform !== 'win32') leaveNothing(taken);
    },
  };
}

function leaveNothing(place: string): void {
  try {
    rmSync(place, { force: true });
    rmdirSync(path.dirname(place));
  } catch {
    // The next console is there already, or somebody cleared it away.
  }
}

function answer(socket: Socket, answers: Answers): void {
  let heard = '';
  const end = (said: object) => socket.end(`${JSON.stringify(said)}\n`);
  socket.setTimeout(patienceMs, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.setEncoding('utf8');
  socket.on('data', (chunk) => {
    heard += chunk;
    const line = heard.indexOf('\n');
    if (line < 0 && heard.length <= longestRequest) return;
    socket.removeAllListeners('data');
    const read = request.safeParse(jsonIn(heard.slice(0, Math.max(0, line))));
    const known = read.success && Object.hasOwn(answers, read.data.ask) ? answers[read.data.ask] : undefined;
    if (known === undefined)
      return void end({ ok: false, why: 'This console does not know what was asked.' });
    void tell(socket, () => known(read.data?.given ?? null));
  });
}

async function tell(socket: Socket, known: () => unknown): Promise<void> {
  const signs = setInterval(() => void socket.write(`${JSON.stringify({ working: true })}\n`), signEveryMs);
  const end = (said: object) => socket.end(`${JSON.stringify(said)}\n`);
  try {
    end({ ok: true, value: await known() });
  } catch (error) {
    end({ ok: false, why: error instanceof Error ? error.message : String(error) });
  } finally {
    clearInterval(signs);
  }
}
