// 10,000 messages that no desktop of ours sends: none throws, none hides the one behind it, and nothing of them is kept.
import { expect, test } from 'vitest';
import { randomFrom } from '../../backend/demo/random.ts';
import { heapInUse } from '../../tests/support/hostile/heap.ts';
import { hostileMessage } from '../../tests/support/hostile/messages.ts';
import { encodeMessage, messageTypes } from './message.ts';
import { createMessageStream } from './message-stream.ts';

const cases = 10_000;
const warmUp = 2000;

test(`${cases} messages of any size and type, cut anywhere: what comes behind each is read, once`, () => {
  const random = randomFrom(46);
  const seen = { ours: 0, theirs: 0, passedOver: 0 };
  const stream = createMessageStream({
    // As the console does: most is judged by its header, and a share of the rest is read.
    wants: ({ serial }) => serial % 3 !== 0,
    take: ({ member, serial, body }) => {
      if (member === 'Probe' && serial === 7) {
        expect(body).toEqual(['here']);
        seen.ours += 1;
      } else seen.theirs += 1;
    },
    passedOver: () => void (seen.passedOver += 1),
  });
  const probe = encodeMessage({
    type: messageTypes.signal,
    serial: 7,
    path: '/probe',
    interface: 'a.b',
    member: 'Probe',
    signature: 's',
    body: ['here'],
  });
  let heapThen = 0;
  for (let n = 1; n <= cases; n += 1) {
    const bytes = Buffer.concat([hostileMessage(random), probe]);
    const cut = random.whole(0, bytes.length);
    expect(stream.feed(bytes.subarray(0, cut)) && stream.feed(bytes.subarray(cut)), `case ${n}`).toBe(true);
    expect(seen.ours, `case ${n}`).toBe(n);
    if (n === warmUp) heapThen = heapInUse();
  }
  expect(seen.theirs).toBeGreaterThan(cases * 0.2);
  expect(seen.passedOver).toBeGreaterThan(cases * 0.1);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect(heapInUse() / heapThen).toBeLessThan(1.1);
});
