import type { LookupFunction } from 'node:net';
import { expect, test } from 'vitest';
import { createLookUp } from './look-up.ts';

function setUp() {
  const looks: { host: string; told: Parameters<LookupFunction>[2] }[] = [];
  let now = 0;
  const { lookUp, renew } = createLookUp({
    lookup: (host, _options, told) => void looks.push({ host, told }),
    now: () => now,
  });
  const answers: string[] = [];
  return {
    looks,
    answers,
    renew,
    pass: (ms: number) => (now += ms),
    ask: (host: string, who: string) =>
      lookUp(host, {}, (error, address) => answers.push(`${who}: ${error?.message ?? String(address)}`)),
    hosts: () => looks.map(({ host }) => host),
  };
}

test('who asks for the same at the same time is answered together', () => {
  const { ask, looks, answers } = setUp();
  ask('a', '1');
  ask('a', '2');
  expect(looks).toHaveLength(1);
  looks[0]?.told(null, '10.0.0.1');
  expect(answers).toEqual(['1: 10.0.0.1', '2: 10.0.0.1']);
  ask('a', '3');
  expect(looks).toHaveLength(2);
});

test('what hangs is asked again beside it, twice at most: two of four threads are left for the disk', () => {
  const { ask, pass, looks, answers, hosts } = setUp();
  for (let n = 0; n < 20; n += 1) {
    ask('a', String(n));
    pass(2000);
  }
  expect(hosts()).toEqual(['a', 'a']);
  looks[1]?.told(null, '10.0.0.1');
  // Everybody but the very first: nobody waits for a look that hangs when a later one has answered.
  expect(answers).toHaveLength(19);
});

test('another name waits until one of them is over, and is then asked once', () => {
  const { ask, pass, looks, answers, hosts } = setUp();
  ask('a', 'a');
  pass(2000);
  ask('a', 'a again');
  ask('b', 'b');
  ask('b', 'b too');
  expect(hosts()).toEqual(['a', 'a']);
  looks[0]?.told(Object.assign(new Error('EAI_AGAIN'), {}), '');
  expect(hosts()).toEqual(['a', 'a', 'b']);
  looks[2]?.told(null, '10.0.0.2');
  expect(answers).toEqual(['a: EAI_AGAIN', 'b: 10.0.0.2', 'b too: 10.0.0.2']);
});

test('on another network nobody waits for what hangs on the former one, and a thread is left all the same', () => {
  const { ask, pass, renew, looks, answers, hosts } = setUp();
  ask('a', '1');
  pass(2000);
  ask('a', '2');
  renew();
  ask('a', '3');
  ask('a', '4');
  expect(hosts()).toEqual(['a', 'a', 'a']);
  looks[2]?.told(null, '10.0.0.3');
  expect(answers).toEqual(['3: 10.0.0.3', '4: 10.0.0.3']);
  ask('a', '5');
  renew();
  ask('a', '6');
  // Three hang now, one of this network among them: the next waits until one of them is over.
  expect(looks).toHaveLength(4);
  looks[0]?.told(null, '10.0.0.1');
  expect(looks).toHaveLength(5);
});
