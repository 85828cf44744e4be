// What becomes of a computer's network under a running console: the real one, in a network of its own.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startConsoleInside, type ConsoleInside } from './support/console-inside.ts';
import { whyNoPlaces } from './support/network-place.ts';
import * as troubles from './support/network-troubles.ts';

const why = whyNoPlaces();
const name = why === null ? 'a network' : `a network [not for this system: ${why}]`;

describe.skipIf(why !== null)(name, () => {
  const ends: (() => Promise<void>)[] = [];
  let it: ConsoleInside;
  beforeAll(async () => {
    it = await startConsoleInside((stop) => void ends.push(stop));
    await troubles.isLive(it);
  });
  afterAll(async () => {
    for (const end of ends.toReversed()) await end();
  });

  const table: [string, (it: ConsoleInside) => Promise<troubles.Told>][] = [
    ['whose cable is pulled and put back', troubles.cablePulled],
    ['that goes another way, while old connections hang', (one) => troubles.otherWay(one, true)],
    ['of the new addresses only', (one) => troubles.onlyIpv6(one, true)],
    [
      'that wants a login first: named, given no token, and the press waits',
      (one) => troubles.loginPage(one, [302]),
    ],
    ['whose name server keeps silent', (one) => troubles.nameNotFound(one, 'silent')],
    ['whose proxy is switched on and off', troubles.proxySwitched],
  ];
  test.each(table)('%s', async (_, trouble) => {
    expect(await trouble(it)).toEqual(troubles.once);
  });
  test('and nothing was told twice, or went wrong, in all of it', () => {
    const { shown } = it.desktop.notifications;
    expect(new Set(shown.map(({ title }) => title)).size).toBe(shown.length);
    expect(it.counter.log.count('main.fault')).toBe(0);
  });
});
