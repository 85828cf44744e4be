import { expect, test } from 'vitest';
import { askSoundServer } from './sound-server.ts';

const loud = { 'front-left': { value: 65_536 }, 'front-right': { value: 40_000 } };
const zero = { 'front-left': { value: 0 }, 'front-right': { value: 0 } };
const stream = (over: object = {}) => ({
  index: 3,
  sink: 0,
  mute: false,
  corked: false,
  volume: loud,
  properties: { 'application.process.id': '42', 'media.name': 'Playback' },
  ...over,
});
const sink = (over: object = {}) => ({
  index: 0,
  name: 'alsa_output.usb',
  mute: false,
  volume: loud,
  ...over,
});
const of = (pid: string) => ({ properties: { 'application.process.id': pid } });

const asking = (streams: unknown, sinks: unknown) =>
  askSoundServer({
    pactl: async (words) => JSON.stringify(words.at(-1) === 'sinks' ? sinks : streams),
    pids: () => [7, 42],
  })();

test.each<[string, object[], object[], string | null]>([
  ['plays', [stream()], [sink()], null],
  ['has a loudspeaker that is muted', [stream()], [sink({ mute: true })], 'muted'],
  ['has a loudspeaker that is turned down to nothing', [stream()], [sink({ volume: zero })], 'muted'],
  ['is muted itself', [stream({ mute: true })], [sink()], 'muted'],
  ['is turned down to nothing itself', [stream({ volume: zero })], [sink()], 'muted'],
  ['plays into what stands in for a loudspeaker', [stream()], [sink({ name: 'auto_null' })], 'no-device'],
  ['plays on one of two', [stream({ mute: true }), stream({ index: 4 })], [sink()], null],
  ['is paused, and muted', [stream({ mute: true, corked: true })], [sink()], null],
  [
    'plays nothing, and others are muted',
    [stream({ mute: true, ...of('43') })],
    [sink({ mute: true })],
    null,
  ],
  ['plays on a loudspeaker that just went', [stream()], [], null],
])('a program that %s: %j', async (_what, streams, sinks, told) => {
  expect(await asking(streams, sinks)).toBe(told);
});

test('what it does not understand says nothing', async () => {
  expect(await asking({ streams: 3 }, [sink({ mute: true })])).toBeNull();
  expect(await askSoundServer({ pactl: async () => 'Mute: yes', pids: () => [42] })()).toBeNull();
});

test('where there is no pactl it is not looked for again', async () => {
  let asked = 0;
  const ask = askSoundServer({
    pactl: async () => {
      asked += 1;
      throw Object.assign(new Error('spawn pactl ENOENT'), { code: 'ENOENT' });
    },
    pids: () => [42],
  });
  expect([await ask(), await ask()]).toEqual([null, null]);
  expect(asked).toBe(1);
});

test('one that fails, as while the sound server starts, is asked again', async () => {
  let asked = 0;
  const ask = askSoundServer({
    pactl: async (words) => {
      asked += 1;
      if (asked === 1) throw new Error('Connection refused');
      return JSON.stringify(words.at(-1) === 'sinks' ? [sink({ mute: true })] : [stream()]);
    },
    pids: () => [42],
  });
  expect([await ask(), await ask()]).toEqual([null, 'muted']);
});
