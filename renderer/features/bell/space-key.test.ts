import { expect, test } from 'vitest';
import { spaceDown, type SpaceDown } from './space-key.ts';

const pressed: SpaceDown = { ringing: true, repeat: false, modified: false, inText: false };

test.each<[string, Partial<SpaceDown>, boolean, ReturnType<typeof spaceDown>]>([
  ['it rings', {}, false, 'stop-bell'],
  ['nothing rings', { ringing: false }, false, 'leave'],
  ['somebody types', { inText: true }, false, 'leave'],
  ['with a modifier', { modified: true }, false, 'leave'],
  ['held down since it stopped the bell', { repeat: true }, true, 'swallow'],
  ['held down, and meanwhile it is quiet', { repeat: true, ringing: false }, true, 'swallow'],
  ['held down since before it rang', { repeat: true }, false, 'leave'],
  ['pressed again while it still rings', {}, true, 'stop-bell'],
])('Space: %s', (_when, change, taken, answer) => {
  expect(spaceDown({ ...pressed, ...change }, taken)).toBe(answer);
});
