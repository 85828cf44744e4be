// A window and a desktop that mean no good, against the real console: so many requests and messages, by a seed.
import { expect } from 'vitest';
import type { CounterbellWindow } from '../../contract/ipc.ts';
import { randomFrom } from '../../backend/demo/random.ts';
import type { RunningBackend } from '../support/backend.ts';
import type { DrivenConsole } from '../support/console.ts';
import type { Desktop } from '../support/desktop.ts';
import { heapOf } from '../support/hostile/heap-of.ts';
import { hostileMessage } from '../support/hostile/messages.ts';
import { channels, hostileRequest } from '../support/hostile/requests.ts';
import { openStranger } from '../support/hostile/stranger.ts';
import { joinBus } from './bus-peer.ts';

declare const window: { counterbell: CounterbellWindow };

export type Attacked = {
  desktop: Pick<Desktop, 'busAddress'>;
  backend: RunningBackend;
  counter: DrivenConsole;
};

/** What changes nothing that the rest of the test needs. */
const harmless = channels.filter((channel) => !/^device\.|^person\.|^settings\./.test(channel));
/** As it gets through to a page that is told of it in JSON; null: it does not. */
function asText(value: unknown): string | null {
  try {
    return JSON.stringify(value) ?? null;
  } catch {
    return null;
  }
}

/** Verbs of the bridge, called by the page with whatever it likes; the codes that came back, and how often. */
export async function attackByPage({ counter, backend }: Attacked, cases: number, seed: number) {
  const { order } = await backend.place({ number: 'PAGE' });
  const random = randomFrom(seed);
  const known = { ids: [order.id, 'id-1'] };
  const requests: string[] = [];
  while (requests.length < cases) {
    const text = asText(hostileRequest(random, known, harmless).request);
    if (text !== null) requests.push(text);
  }
  const page = await counter.page();
  return page.evaluate(async (all) => {
    // These end or change what the rest needs, take long, or open a window of the system's.
    const apart =
      /^(?:onDelta|leave|enrol|stepOut|changeSettings|startSelfTest|saveDiagnostics|tryNotification)$/;
    const verbs = Object.entries(window.counterbell).filter(([name]) => !apart.test(name));
    const each = verbs.map(([, verb]) => verb) as ((...words: unknown[]) => Promise<unknown>)[];
    const codes: Record<string, number> = {};
    let nth = 0;
    for (const text of all) {
      const request: unknown = JSON.parse(text);
      const verb = each[(nth += 1) % each.length];
      // The bridge throws at what it does not carry; that is the page's own trouble.
      const answer = (await Promise.resolve()
        .then(() => verb?.(request, request, request))
        .catch(() => ({}))) as {
        ok?: boolean;
        error?: { code: string };
      };
      const code = answer.ok === true ? 'answered' : (answer.error?.code ?? 'thrown');
      codes[code] = (codes[code] ?? 0) + 1;
    }
    return codes;
  }, requests);
}

/** Of a long text only how long it is, so that what carries it there is not most of the memory that is measured. */
function packed(value: unknown): string | null {
  const text = asText(value);
  return text === null
    ? null
    : JSON.stringify(JSON.parse(text), (_key, part: unknown) =>
        typeof part === 'string' && part.length > 1000 ? `\0${part.length}` : part,
      );
}
const longestPacked = 20_000;

/** Raw channels, from a window that is not ours and from a frame in it. */
export async function attackByStranger({ counter }: Attacked, cases: number, seed: number) {
  const random = randomFrom(seed);
  const requests: [string, string][] = [];
  while (requests.length < cases) {
    const { channel, request } = hostileRequest(random, { ids: ['id-1'] });
    const text = packed(request);
    if (text !== null && text.length < longestPacked) requests.push([channel, text]);
  }
  const stranger = await openStranger(counter.app);
  const codes = [await stranger.ask('page', requests), await stranger.ask('frame', requests)];
  await stranger.close();
  return { asked: requests.length, codes };
}

/** Messages to each of the console's names on the bus; the memory after each share of them. */
export async function attackByBus({ counter, desktop }: Attacked, cases: number, seed: number) {
  const random = randomFrom(seed);
  const peer = await joinBus(desktop.busAddress);
  const heaps: number[] = [];
  try {
    const names = await peer.namesOf(counter.pid);
    expect(names.length).toBeGreaterThan(0);
    for (let n = 1; n <= cases; n += 1) {
      peer.say(hostileMessage(random, random.pick(names)));
      if (n % 50 === 0) await peer.settled();
      if (n === cases / 5 || n === cases) heaps.push(await heapOf(counter.app));
    }
  } finally {
    peer.leave();
  }
  return { grown: (heaps[1] ?? 0) / (heaps[0] ?? 1) };
}
