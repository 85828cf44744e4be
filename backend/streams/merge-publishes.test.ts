import { expect, test } from 'vitest';
import { mergePublishes } from './merge-publishes.ts';
import type { Ring } from './publisher.ts';

const rings = (channel: string, count: number): Ring[] =>
  Array.from({ length: count }, (_, i) => ({ channel, name: 'n', data: String(i) }));

test('what goes at the same moment goes together, never more than may be in one request', async () => {
  const requests: string[] = [];
  const publish = mergePublishes(async (sent) => {
    requests.push(sent.map(({ channel }) => channel).join(''));
    return { ok: true };
  }, 10);
  const answers = await Promise.all([
    publish(rings('a', 3)),
    publish(rings('b', 6)),
    publish(rings('c', 2)),
    publish(rings('d', 10)),
  ]);
  expect(answers.every(({ ok }) => ok)).toBe(true);
  expect(requests).toEqual(['aaabbbbbb', 'cc', 'dddddddddd']);
});

test('who is refused is refused alone, and who fails has failed for everybody', async () => {
  const refusing = mergePublishes(
    async (sent) =>
      sent.some(({ channel }) => channel === 'b') ? { ok: false, refused: true, why: '413' } : { ok: true },
    10,
  );
  expect(await Promise.all(['a', 'b', 'c'].map((name) => refusing(rings(name, 1))))).toEqual([
    { ok: true },
    { ok: false, refused: true, why: '413' },
    { ok: true },
  ]);

  let requests = 0;
  const failing = mergePublishes(async () => {
    requests += 1;
    return { ok: false, refused: false, why: 'down' };
  }, 10);
  const down = { ok: false, refused: false, why: 'down' };
  expect(await Promise.all([failing(rings('a', 1)), failing(rings('b', 1))])).toEqual([down, down]);
  expect(requests).toBe(1);
});
