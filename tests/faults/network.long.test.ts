// Every trouble of a network, over and over and in any order, under one console.
import { describe, expect, onTestFinished, test } from 'vitest';
import { randomFrom } from '../../backend/demo/random.ts';
import { startConsoleInside, type ConsoleInside } from './support/console-inside.ts';
import { whyNoPlaces } from './support/network-place.ts';
import * as troubles from './support/network-troubles.ts';

const why = whyNoPlaces();
const name = why === null ? 'a network' : `a network [not for this system: ${why}]`;

const all: readonly ((it: ConsoleInside) => Promise<troubles.Told>)[] = [
  troubles.cablePulled,
  async (it) => troubles.worst(await troubles.otherWay(it, true), await troubles.otherWay(it, false)),
  async (it) => troubles.worst(await troubles.onlyIpv6(it, true), await troubles.onlyIpv6(it, false)),
  (it) => troubles.loginPage(it, [200, 302, 511]),
  (it) => troubles.nameNotFound(it, 'nobody'),
  (it) => troubles.nameNotFound(it, 'fails'),
  (it) => troubles.nameNotFound(it, 'silent'),
  troubles.proxySwitched,
];

describe.skipIf(why !== null)(name, () => {
  test.each([1, 2, 3])(
    'in a bad week (%i): each order is told once',
    async (seed) => {
      const random = randomFrom(seed);
      const it = await startConsoleInside(onTestFinished);
      for (let n = 0; n < 24; n += 1) expect(await random.pick(all)(it)).toEqual(troubles.once);
      const { shown } = it.desktop.notifications;
      expect(new Set(shown.map(({ title }) => title)).size).toBe(shown.length);
      expect(it.counter.log.count('main.fault')).toBe(0);
    },
    900_000,
  );
});
