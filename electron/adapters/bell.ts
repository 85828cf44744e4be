// The bell rings in a tiny hidden window of its own: made when first needed, gone when it has been quiet, made anew at once
// when it dies or stands still.
import { setImmediate as afterWhatIsUnderWay } from 'node:timers/promises';
import type { BrowserWindow } from 'electron';
import { z } from 'zod';
import { soundFaults, type SoundFault } from '../../contract/health.ts';
import type { Bell, Rung, Strike } from '../../core/ports/bell.ts';
import type { Clock, Timer } from '../../core/ports/clock.ts';
import type { Log } from '../../core/ports/log.ts';
import { openRoom, type Answer, type Room } from './bell-room.ts';

export type BellOptions = {
  /** A hidden window that may play without having been clicked, and is never throttled. */
  make: () => BrowserWindow;
  address: string;
  /** Ends what plays for all pages: it begins anew with the next sound, and knows the loudspeakers of then. */
  endAudio: () => void;
  /** What the system says of what plays now; null: nothing against it, or it does not tell. */
  system: () => Promise<SoundFault | null>;
  clock: Clock;
  log: Log;
};

/** It rings again soon, mostly. */
const keptAfterRingMs = 5 * 60_000;
const keptAfterLookMs = 10_000;
/** While it rings again and again without being heard. */
const renewsAfterMs = 60_000;
/** By then it plays. */
const systemAfterMs = 400;
const systemWithinMs = 2000;

/** `close`: for good. A window that plays does not close by itself when the program wants to end. */
export type BellWindow = Bell & { close(): void };

const rungIn = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('played'), away: z.boolean() }),
  z.object({ kind: z.literal('unheard'), why: z.enum(soundFaults) }),
  z.object({ kind: z.literal('cut-off') }),
]);
const outputsIn = z.array(z.object({ id: z.string(), label: z.string() }));

const cutOff: Rung = { kind: 'cut-off' };
const noPage: Rung = { kind: 'unheard', why: 'no-page' };

export function createBell({ make, address, endAudio, system, clock, log }: BellOptions): BellWindow {
  let room: Room | null = null;
  let release: Timer | undefined;
  let keptUntil = 0;
  let closed = false;
  /** So that nothing is begun anew that somebody has ended meanwhile. */
  let silences = 0;
  /** The last sound came out elsewhere than was chosen. */
  let wasAway = false;
  /** When all that plays was last made anew; null: since then something was heard. */
  let renewedAt: number | null = null;
  let outputsListener: () => void = () => undefined;

  function letGo(): void {
    release?.cancel();
    room?.close();
    room = null;
  }

  function keep(ms: number): void {
    if (closed || room === null) return;
    keptUntil = Math.max(keptUntil, clock.monotonic() + ms);
    release?.cancel();
    release = clock.after(keptUntil - clock.monotonic(), () => {
      letGo();
      endAudio();
    });
  }

  function open(): Room {
    const opened = openRoom(make(), address, clock);
    void tellOutputs(opened);
    return opened;
  }

  /** As long as the page is there. */
  async function tellOutputs(of: Room): Promise<void> {
    for (;;) {
      if (!(await of.changed())) return;
      if (room === of) outputsListener();
    }
  }

  /** In the window there is, or, where that one is gone or hangs, in another. */
  async function ask(script: string): Promise<unknown> {
    const before = silences;
    const first = await askPage(script);
    if (first.ok) return first.value;
    if (closed || silences !== before) return cutOff;
    const second = await askPage(script);
    if (second.ok) return second.value;
    return closed ? cutOff : noPage;
  }

  async function askPage(script: string): Promise<Answer> {
    const asked = (room ??= open());
    const answer = await asked.ask(script);
    if (answer.ok || closed) return answer;
    log.warn(`bell.${answer.why}`);
    if (room === asked) letGo();
    return answer;
  }

  async function play(script: string): Promise<Rung> {
    let told: Promise<SoundFault | null> | null = null;
    const askSystem = () => (told ??= system().catch(() => null));
    const asking = clock.after(systemAfterMs, () => void askSystem());
    const read = rungIn.safeParse(await ask(script).finally(() => asking.cancel()));
    if (!read.success) return noPage;
    if (read.data.kind !== 'played') return read.data;
    // A short sound is over before that; what Chromium plays it with is still there.
    const why = await inTime(askSystem());
    return why === null ? read.data : { kind: 'unheard', why };
  }

  /** Whoever it is that is asked, a ring does not wait for ever to be told. */
  async function inTime(told: Promise<SoundFault | null>): Promise<SoundFault | null> {
    let patience: Timer | undefined;
    const late = new Promise<null>((resolve) => {
      patience = clock.after(systemWithinMs, () => resolve(null));
    });
    return Promise.race([told, late]).finally(() => patience?.cancel());
  }

  /**
   * What plays for Chromium may know only the sound server of before, which was started anew since. `asked`: somebody or
   * something wants to know now.
   */
  async function playAnew(script: string, asked: boolean): Promise<Rung> {
    const before = silences;
    const rung = await play(script);
    if (rung.kind === 'played') return heard(rung.away);
    if (rung.kind !== 'unheard' || closed || silences !== before) return rung;
    if (rung.why !== 'no-device' && rung.why !== 'failed') return rung;
    const now = clock.monotonic();
    if (!asked && renewedAt !== null && now - renewedAt < renewsAfterMs) return rung;
    renewedAt = now;
    letGo();
    endAudio();
    return play(script);
  }

  /**
   * Of a loudspeaker that is back Chromium may still hold a stream of before, which the sound server has long sent elsewhere:
   * what plays is made anew, and only then is it said that it is used again.
   */
  function heard(away: boolean): Rung {
    renewedAt = null;
    const isBack = wasAway && !away;
    wasAway = away;
    if (!isBack) return { kind: 'played', away };
    letGo();
    endAudio();
    outputsListener();
    return { kind: 'played', away: true };
  }

  async function sound(script: string, keptMs: number, asked: boolean): Promise<Rung> {
    release?.cancel();
    try {
      // A window takes 20 ms to make, in which nothing else is done: the notification is sent first.
      if (room === null) await afterWhatIsUnderWay();
      return closed ? cutOff : await playAnew(script, asked);
    } catch (error) {
      if (closed) return cutOff;
      log.warn('bell.failed', { message: error instanceof Error ? error.message : String(error) });
      letGo();
      return noPage;
    } finally {
      keep(keptMs);
    }
  }

  return {
    ring: (strike: Strike) =>
      sound(`ring(${JSON.stringify(strike)})`, keptAfterRingMs, strike.trial === true),
    look: (output) => sound(`look(${JSON.stringify(output)})`, keptAfterLookMs, true),
    async outputs() {
      const read = outputsIn.safeParse(closed ? [] : await ask('outputs()'));
      keep(keptAfterLookMs);
      return read.success ? read.data : [];
    },
    onOutputs: (listener) => void (outputsListener = listener),
    silence() {
      silences += 1;
      if (room !== null) void room.ask('silence()');
    },
    close() {
      closed = true;
      letGo();
    },
  };
}
