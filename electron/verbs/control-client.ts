// Asks the console that runs in a folder, if there is one.
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { z } from 'zod';
import { jsonIn } from '../../contract/json.ts';
import { controlPlaces, isTrusted, type ControlSurroundings } from './control-place.ts';

export type Asked =
  | { kind: 'answered'; value: unknown }
  /** It runs, and says no. */
  | { kind: 'refused'; why: string }
  /** There is one, and nothing comes. */
  | { kind: 'silent' }
  | { kind: 'nobody' };

export type Control = {
  ask(what: string, given?: string): Promise<Asked>;
  /** Resolves when it has ended, or with false when that takes too long. */
  gone(withinMs: number): Promise<boolean>;
};

const answerShape = z.union([
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), why: z.string() }),
]);
/** Without a sign for so long there is none to come. */
const withinMs = 5000;
/** Diagnostics with full logs are a megabyte or two. */
const longestAnswer = 32 * 1024 * 1024;
const lookAgainMs = 100;

export function controlOf(folder: string, around: ControlSurroundings): Control {
  const places = () =>
    controlPlaces(folder, around).filter((place) => around.platform === 'win32' || isThereAndOurs(place));
  const isThereAndOurs = (place: string) => existsSync(place) && isTrusted(place, around);

  async function ask(what: string, given?: string): Promise<Asked> {
    for (const place of places()) {
      const asked = await askAt(place, given === undefined ? { ask: what } : { ask: what, given });
      if (asked.kind !== 'nobody') return asked;
    }
    return { kind: 'nobody' };
  }

  return {
    ask,
    async gone(within) {
      const until = performance.now() + within;
      while ((await ask('ping')).kind !== 'nobody') {
        if (performance.now() > until) return false;
        await new Promise((resolve) => void setTimeout(resolve, lookAgainMs));
      }
      return true;
    },
  };
}

function askAt(place: string, request: { ask: string; given?: string }): Promise<Asked> {
  return new Promise((resolve) => {
    let heard = '';
    let connected = false;
    const socket = connect(place);
    const over = (asked: Asked) => {
      socket.destroy();
      resolve(asked);
    };
    socket.setEncoding('utf8');
    socket.setTimeout(withinMs, () => over(connected ? { kind: 'silent' } : { kind: 'nobody' }));
    socket.on('connect', () => {
      connected = true;
      socket.write(`${JSON.stringify(request)}\n`);
    });
    socket.on('data', (chunk) => {
      heard += String(chunk);
      if (heard.length > longestAnswer) over({ kind: 'silent' });
    });
    // What was left behind by a console that was killed takes no connection.
    socket.on('error', () => over(connected ? { kind: 'silent' } : { kind: 'nobody' }));
    socket.on('close', () => {
      // What came before the last line said that it is being worked on.
      const read = answerShape.safeParse(jsonIn(heard.trimEnd().split('\n').at(-1) ?? ''));
      if (!read.success) return over({ kind: 'silent' });
      over(
        read.data.ok ? { kind: 'answered', value: read.data.value } : { kind: 'refused', why: read.data.why },
      );
    });
  });
}
