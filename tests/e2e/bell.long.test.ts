// What takes the bell seconds of real time: a page that stands still, a loudspeaker that comes back, a sound server that is
// started anew.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shortSounds, startHeardConsole, type HeardConsole } from '../support/heard-console.ts';
import { until } from '../support/poll.ts';
import { whyNoSoundServer } from '../support/sound-server.ts';

const reason = whyNoSoundServer();
const unlessSo = reason === null ? '' : ` [could not run: ${reason}]`;

let counter: HeardConsole;
beforeAll(async () => {
  counter = await startHeardConsole();
  await counter.set({ bellSounds: shortSounds });
});
afterAll(() => counter?.stop());

test('a page that stands still is made anew, and the sound is played there', async () => {
  const { attempt, bellPid } = counter;
  const came = await attempt('chat');
  const before = await bellPid();
  process.kill(before, 'SIGSTOP');
  expect(await attempt('chat')).toBe(came);
  expect(await bellPid()).not.toBe(before);
});

test.skipIf(reason !== null)(`a loudspeaker that comes back is used again${unlessSo}`, async () => {
  const { attempt, speakers, set, soundNow } = counter;
  await set({ bellOutput: { id: '', label: 'kitchen' } });
  expect(await attempt('newOrder')).toBe('played');
  await speakers().unplug('kitchen');
  expect(await attempt('newOrder')).toBe('played');
  expect(await soundNow()).toMatchObject({ away: true });
  await speakers().plugIn('kitchen');
  // What Chromium still holds of the former one, PulseAudio has moved; it lets it go after some seconds.
  await until('the kitchen to hear it', async () => {
    expect(await attempt('newOrder')).toBe('played');
    return speakers().heard().includes('kitchen');
  });
  expect(await soundNow()).toMatchObject({ audible: true, away: false });
  await set({ bellOutput: null });
});

test.skipIf(reason !== null)(
  `without a sound server there is no loudspeaker; started anew it is heard again${unlessSo}`,
  async () => {
    const { attempt, speakers, soundNow } = counter;
    await speakers().end();
    expect(await attempt('newOrder')).toBe('no-device');
    expect(await soundNow()).toMatchObject({ audible: false, why: 'no-device' });
    await speakers().start();
    await until('the bell to be heard again', async () => (await attempt('newOrder')) === 'played');
    expect(speakers().heard()).toEqual(['counter']);
  },
);
