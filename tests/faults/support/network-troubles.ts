// What happens to the network of a computer that stays on for months, one function each: the trouble begins, an order is
// placed in it, and afterwards that order was told once, and "live" was never said of a console that had not read it.
import { expect } from 'vitest';
import type { CounterbellWindow } from '../../../contract/ipc.ts';
import { until } from '../../support/poll.ts';
import { setProxy, type ConsoleInside } from './console-inside.ts';
import { startLoginPage, startPlainProxy, type LoginPageKind } from './in-its-place.ts';
import type { NameMood } from './name-server.ts';

declare const window: { counterbell: CounterbellWindow };

type During = (order: { id: string; number: string }) => Promise<void>;

/** What the promise allows, and how late a timer may be on a machine that does other things as well. */
const liveAtMostMs = 15_000 + 1000;

const wordOf = ({ counter }: ConsoleInside) => counter.log.of('status.changed').at(-1)?.status;
export const isLive = (it: ConsoleInside) =>
  until('it to be live', () => wordOf(it) === 'live', {
    withinMs: 60_000,
    seen: () =>
      it.counter.log
        .all()
        .slice(-12)
        .map((line) => JSON.stringify(line))
        .join('\n'),
  });

/** Everybody who was connected looks connected, and nothing gets through any more. */
const forget = ({ network }: ConsoleInside) => network.freeze('all');

let placed = 0;
/** Each trouble may come more than once. */
const newNumber = (name: string) => `${name}-${(placed += 1)}`;

/** How often an order was told that was placed in it, and for how much too long "live" was said. */
export type Told = { times: number; falselyLiveMs: number };
export const once: Told = { times: 1, falselyLiveMs: 0 };

async function orderIn(
  it: ConsoleInside,
  name: string,
  { begin, during = async () => undefined, heal }: { begin(): unknown; during?: During; heal(): unknown },
): Promise<Told> {
  await isLive(it);
  const number = newNumber(name);
  await begin();
  const { order, at } = await it.backend.place({ number });
  try {
    await during(order);
  } finally {
    await heal();
  }
  const toast = await it.desktop.notifications.wait(`New order ${number}`, 60_000);
  const falselyLiveMs = Math.max(0, saidLive(it, at, toast.at) - liveAtMostMs);
  await isLive(it);
  return { times: it.desktop.notifications.titled(`New order ${number}`).length, falselyLiveMs };
}

/** For how long after `from` it still, or again, said "live" before `until`. */
function saidLive({ counter }: ConsoleInside, from: number, until: number): number {
  const words = counter.log.of('status.changed').map(({ at, status }) => ({ at: Date.parse(at), status }));
  let longest = 0;
  words.forEach(({ status }, nth) => {
    const ends = Math.min(words[nth + 1]?.at ?? until, until);
    if (status === 'live' && ends > from) longest = Math.max(longest, ends - from);
  });
  return longest;
}

/** The system has told, or been seen to have changed, and nothing of before was trusted any more. */
async function isNoticed({ counter }: ConsoleInside, times: number): Promise<void> {
  await counter.log.wait('link.lost', { cause: 'tried again at once' }, times, 30_000);
}
const noticed = ({ counter }: ConsoleInside) =>
  counter.log.count('link.lost', { cause: 'tried again at once' });

export const cablePulled = (it: ConsoleInside) =>
  orderIn(it, 'CABLE', {
    begin: () => it.place.cable(false),
    during: async () => {
      await until('it to say so', () => wordOf(it) !== 'live', { withinMs: 40_000 });
    },
    heal: () => it.place.cable(true),
  });

export async function otherWay(it: ConsoleInside, on: boolean): Promise<Told> {
  const before = noticed(it);
  return orderIn(it, on ? 'VPN' : 'NOVPN', {
    begin: () => it.place.otherWay(on),
    // Long before the silence of the former connections means anything.
    during: () => isNoticed(it, before + 1),
    heal: () => undefined,
  });
}

export async function onlyIpv6(it: ConsoleInside, on: boolean): Promise<Told> {
  const before = noticed(it);
  return orderIn(it, on ? 'SIX' : 'FOUR', {
    begin() {
      it.names.leadsTo(on ? [it.place.server.v6] : [it.place.server.v4, it.place.server.v6]);
      it.place.onlyIpv6(on);
    },
    during: () => isNoticed(it, before + 1),
    heal: () => undefined,
  });
}

const accept = async (it: ConsoleInside, order: string) =>
  (await it.counter.page()).evaluate(
    (id) => window.counterbell.command({ order: id, verb: 'accept' }),
    order,
  );
const shown = async (it: ConsoleInside, order: string) => {
  const answer = await (await it.counter.page()).evaluate(() => window.counterbell.view());
  return answer.ok ? answer.value.orders.find((one) => one.order.id === order) : undefined;
};

export async function nameNotFound(it: ConsoleInside, mood: NameMood): Promise<Told> {
  const number = newNumber('B');
  const { order } = await it.backend.place({ number });
  await it.desktop.notifications.wait(`New order ${number}`);
  const told = await orderIn(it, mood, {
    begin() {
      it.names.mood(mood);
      it.network.reset();
    },
    during: async () => {
      await until('the name to be looked up', () => wordOf(it) !== 'live', { withinMs: 40_000 });
      // Whatever hangs, what is pressed is on the disk.
      const pressed = performance.now();
      expect(await accept(it, order.id)).toMatchObject({ ok: true });
      expect(performance.now() - pressed).toBeLessThan(3000);
      expect(await shown(it, order.id)).toMatchObject({ order: { status: 'accepted' } });
    },
    heal: () => it.names.mood('answers'),
  });
  await until('the press to have arrived', async () => (await shown(it, order.id))?.pending === null);
  return told;
}

export async function loginPage(it: ConsoleInside, kinds: readonly LoginPageKind[]): Promise<Told> {
  const number = newNumber('PRESSED');
  const { order } = await it.backend.place({ number });
  await it.desktop.notifications.wait(`New order ${number}`);
  const elsewhere = `login.counterbell.test:${it.network.port}`;
  const portal = await startLoginPage(() => `http://${elsewhere}/login?back=here`);
  const page = await it.counter.page();
  let told: Told;
  try {
    told = await orderIn(it, 'PORTAL', {
      begin() {
        it.network.to(portal.port);
        it.network.reset();
      },
      during: async () => {
        for (const kind of kinds) {
          portal.kind(kind);
          const before = portal.asked.length;
          await until('it to be asked anew', () => portal.asked.length >= before + 2, { withinMs: 40_000 });
          await page.getByText('wanted a login').waitFor();
          expect(wordOf(it)).toBe('offline');
          await accept(it, order.id);
        }
        const parts = await page.evaluate(() => window.counterbell.view());
        expect(parts).toMatchObject({
          value: {
            status: { parts: expect.arrayContaining([expect.objectContaining({ inWay: 'login-page' })]) },
          },
        });
        await page.screenshot({ path: 'out/pictures/login-page.png' });
        // Still wanted, and neither believed to be done nor refused.
        expect(await shown(it, order.id)).toMatchObject({ pending: { verb: 'accept', problem: null } });
      },
      heal() {
        it.network.to(it.backend.port);
        it.network.reset();
      },
    });
  } finally {
    await portal.stop();
  }
  // It was told to go elsewhere, and went nowhere; without being asked what it is, it shows no token to whom it leads.
  expect(portal.asked.filter(({ host }) => host === elsewhere)).toEqual([]);
  await until('the press to have arrived', async () => (await shown(it, order.id))?.pending === null);
  expect(await shown(it, order.id)).toMatchObject({ order: { status: 'accepted' } });
  return told;
}

export async function proxySwitched(it: ConsoleInside): Promise<Told> {
  const proxy = await startPlainProxy(it.place.server.v4, it.backend.port);
  try {
    let before = noticed(it);
    const through = await orderIn(it, 'PROXY', {
      begin() {
        // The direct way is closed, and what is open on it is forgotten.
        forget(it);
        it.network.stall();
        setProxy(it.home, `http://${it.place.server.v4}:${proxy.port}`);
      },
      during: () => isNoticed(it, before + 1),
      heal: () => undefined,
    });
    expect(proxy.used()).toBeGreaterThan(0);
    before = noticed(it);
    const without = await orderIn(it, 'DIRECT', {
      begin: () => it.network.heal(),
      during: async ({ number }) => {
        await it.desktop.notifications.wait(`New order ${number}`);
        setProxy(it.home, null);
        await isNoticed(it, before + 1);
        await proxy.stop();
      },
      heal: () => undefined,
    });
    return worst(through, without);
  } finally {
    await proxy.stop();
  }
}

/** Of two orders. */
export const worst = (one: Told, other: Told): Told => ({
  times: one.times === 1 ? other.times : one.times,
  falselyLiveMs: Math.max(one.falselyLiveMs, other.falselyLiveMs),
});
