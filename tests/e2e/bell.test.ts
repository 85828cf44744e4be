// The bell on a real sound server: where it comes out, whether it can be heard, and that its page is made anew.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bellKinds, tones } from '../../contract/settings/bell-kinds.ts';
import { shortSounds, startHeardConsole, type HeardConsole } from '../support/heard-console.ts';
import { until } from '../support/poll.ts';
import { whyNoSoundServer } from '../support/sound-server.ts';

const reason = whyNoSoundServer();
const unlessSo = reason === null ? '' : ` [could not run: ${reason}]`;

let counter: HeardConsole;
beforeAll(async () => {
  counter = await startHeardConsole();
});
afterAll(() => counter?.stop());

describe('where it comes out', () => {
  beforeEach(async () => {
    await counter.set({ bellSounds: shortSounds, bellOutput: null });
    if (reason === null) counter.speakers().heard();
  });

  test.skipIf(reason !== null)(
    `each is named to the bell’s page alone, and is rung on when it is chosen${unlessSo}`,
    async () => {
      const { attempt, speakers, set, soundNow, outputs, page } = counter;
      expect((await outputs()).map(({ label }) => label)).toEqual(['counter', 'kitchen']);
      const named = await page.evaluate(async () =>
        (await navigator.mediaDevices.enumerateDevices()).map(({ label }) => label).join(''),
      );
      expect(named).toBe('');
      expect(await attempt('newOrder')).toBe('played');
      expect(speakers().heard()).toEqual(['counter']);
      await set({ bellOutput: { id: '', label: 'kitchen' } });
      expect(await attempt('newOrder')).toBe('played');
      expect(speakers().heard()).toEqual(['kitchen']);
      expect(await soundNow()).toMatchObject({ audible: true, away: false });
    },
  );

  test.skipIf(reason !== null)(
    `muted by the system it was not heard, and unmuted it is${unlessSo}`,
    async () => {
      const { attempt, speakers, soundNow } = counter;
      await speakers().mute('counter', true);
      expect(await attempt('newOrder')).toBe('muted');
      expect(await soundNow()).toMatchObject({ audible: false, why: 'muted' });
      await speakers().mute('counter', false);
      expect(await attempt('newOrder')).toBe('played');
      expect(await soundNow()).toMatchObject({ audible: true, why: null });
    },
  );

  test.skipIf(reason !== null)(
    `unplugged while it rings it goes on elsewhere, and says so${unlessSo}`,
    async () => {
      const { attempt, speakers, set, soundNow, outputs, ring } = counter;
      const output = (await outputs()).find(({ label }) => label === 'kitchen') ?? null;
      await set({ bellOutput: output });
      const ringing = ring({ output });
      await until('the kitchen to hear it', () => speakers().heard().includes('kitchen'));
      await speakers().unplug('kitchen');
      expect(await ringing).toEqual({ kind: 'played', away: true });
      expect(speakers().heard()).toContain('counter');
      expect(await attempt('newOrder')).toBe('played');
      expect(await soundNow()).toMatchObject({ audible: true, away: true });
    },
  );
});

describe('its page', () => {
  test('that dies is made anew, and the sound is played there', async () => {
    const { attempt, bellPid, set } = counter;
    await set({ bellSounds: shortSounds });
    const came = await attempt('chat');
    const before = await bellPid();
    process.kill(before, 'SIGKILL');
    expect(await attempt('chat')).toBe(came);
    expect(await bellPid()).not.toBe(before);
  });

  test('may know loudspeakers and not listen', async () => {
    const listening = `navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'allowed', ({ name }) => name)`;
    expect(await counter.inBell(listening)).toMatch(/^(NotAllowedError|NotFoundError)$/);
    const may = `navigator.permissions.query({ name: 'microphone' }).then(({ state }) => state)`;
    expect(await counter.inBell(may)).toBe('denied');
  });

  test('plays a trial beside no order, and an order cuts it off', async () => {
    const { ring } = counter;
    const trial = ring({ sound: 'second', trial: true });
    const order = ring({ sound: 'first' });
    expect(await trial).toEqual({ kind: 'cut-off' });
    expect(await ring({ sound: 'second', trial: true })).toEqual({ kind: 'cut-off' });
    expect((await order).kind).not.toBe('cut-off');
  });

  test('makes every sound loud enough on every instrument, none longer than three seconds, and orders the loudest', async () => {
    const heard: [sound: string, tone: string, loudness: number, peak: number, seconds: number][] =
      await counter.inBell(`
      (async () => {
        const { names, strikeAll } = await import('./sounds.js');
        const all = [];
        for (const sound of names) for (const tone of ${JSON.stringify(tones)}) {
          const context = new OfflineAudioContext(1, 4 * 22050, 22050);
          const limiter = context.createDynamicsCompressor();
          limiter.connect(context.destination);
          const { end } = strikeAll(context, limiter, { sound, tone });
          const samples = (await context.startRendering()).getChannelData(0);
          let [peak, best] = [0, 0];
          // The loudest tenth of a second is what is noticed.
          for (let from = 0; from < samples.length; from += 2205) {
            let energy = 0;
            for (const sample of samples.subarray(from, from + 2205)) {
              energy += sample * sample;
              peak = Math.max(peak, Math.abs(sample));
            }
            best = Math.max(best, Math.sqrt(energy / 2205));
          }
          all.push([sound, tone, best, peak, end]);
        }
        return all;
      })()`);
    expect(heard).toHaveLength(bellKinds.length * tones.length);
    for (const [sound, tone, loudness, peak, seconds] of heard) {
      const isBell = sound === 'first' || sound === 'second';
      expect.soft(loudness, `${sound} on ${tone}`).toBeGreaterThan(isBell ? 0.15 : 0.025);
      expect.soft(peak, `${sound} on ${tone}`).toBeLessThan(1.2);
      expect.soft(seconds, `${sound} on ${tone}`).toBeLessThan(3);
    }
    const loudest = (wanted: (sound: string) => boolean) =>
      heard.filter(([sound]) => wanted(sound)).map(([, , loudness]) => loudness);
    const soft = Math.max(...loudest((sound) => sound === 'chat' || sound === 'quiet'));
    expect(Math.min(...loudest((sound) => sound === 'first' || sound === 'second'))).toBeGreaterThan(soft);
  });
});
