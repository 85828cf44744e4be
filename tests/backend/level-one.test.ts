// A backend that was there before, set up as docs/BACKEND.md shows it: the real brain and its adapters against a plain
// HTTP server, the official Pusher SDK and a real Pusher server.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { policy as policyShape, type Policy } from '../../contract/policy.ts';
import { startEmbedded, type Embedded } from '../pusher/support/embedded.ts';
import { until } from '../support/poll.ts';
import { startShop, type Shop } from './support/level-one.ts';
import { startConsole, type Console } from './support/level-one-console.ts';

const app = { id: '1', key: 'bella-key', secret: 'bella-secret' };

/** The policy as the manual shows it. */
function manual(): { policy: Policy; existing: NonNullable<NonNullable<Policy['backend']>['existing']> } {
  const text = readFileSync('docs/BACKEND.md', 'utf8');
  const shown = [...text.matchAll(/```json\n(.*?)```/gs)].map(([, json]) => json ?? '');
  const json = shown.find((block) => block.includes('"existing"'));
  const policy = policyShape.parse(JSON.parse(json ?? ''));
  if (policy.backend?.existing === undefined) throw new Error('the manual shows no existing backend');
  return { policy, existing: policy.backend.existing };
}

type Counter = { shop: Shop; pusher: Embedded; counter: Console };

async function start(how: { timesAsFast?: number } = {}): Promise<Counter> {
  const { policy, existing } = manual();
  const pusher = await startEmbedded({ app });
  onTestFinished(() => pusher.stop());
  const [newOrder = ''] = existing.newOrderEvents;
  const shop = await startShop(pusher, { apiKey: existing.token, channel: existing.channel, newOrder });
  onTestFinished(() => shop.stop());
  const { host, port } = pusher.target;
  const counter = await startConsole(
    {
      ...policy,
      backend: {
        url: shop.url,
        existing: { ...existing, pusher: { key: existing.pusher.key, host, port, tls: false } },
      },
    },
    how,
  );
  onTestFinished(() => counter.stop());
  await until('the list to be checked', () => counter.view().status.word === 'checked');
  return { shop, pusher, counter };
}

const subscribed = ({ counter, pusher }: Counter) =>
  until('the subscription', () => pusher.server.stats().subscriptions === 1, {
    seen: () => JSON.stringify(counter.view().status),
  });
const titles = (counter: Console) => counter.toasts.map(({ title }) => title);
const lists = (shop: Shop) => shop.asked.filter((line) => line.startsWith('GET ')).length;
/** So many lists more were asked for and answered; a ring that is heard makes it go faster. */
const readings = async (shop: Shop, more: number) => {
  for (let n = 0; n <= more; n += 1) {
    const before = lists(shop);
    await shop.ring('order.updated', {}).catch(() => undefined);
    await until('another list', () => lists(shop) > before, { withinMs: 60_000 });
  }
};

test('a new order rings once, by push, in the words of the shop', async () => {
  const all = await start();
  const { shop, counter } = all;
  await subscribed(all);
  const began = performance.now();
  await shop.place();
  const shown = await until('the order', () => counter.order('B4700'));
  // By push: long before the next look at the clock.
  expect(performance.now() - began).toBeLessThan(8000);
  expect(shown.order).toMatchObject({
    status: 'new',
    customer: { name: 'Ada' },
    items: [{ name: 'Margherita', quantity: 2, note: 'no basil' }],
    total: { amount: 1900, currency: 'EUR' },
  });
  await until('the bell', () => counter.rings.length > 0);
  // The same doorbell again, another event, and two more readings: nobody is told a second time.
  await shop.ring('order.placed', {});
  await shop.ring('order.updated', { id: 4700 });
  await readings(shop, 2);
  expect(titles(counter)).toEqual(['New order B4700']);
  expect([...counter.words]).not.toContain('live');
  expect(counter.view().status.caughtUpAt).not.toBeNull();
});

test('with Pusher dead it still comes, by looking', async () => {
  // It looks every ten seconds, and has to look three times.
  const { shop, pusher, counter } = await start({ timesAsFast: 10 });
  await pusher.stop();
  await shop.place({ ring: false });
  await until('the order', () => counter.order('B4700'), { withinMs: 30_000 });
  await until('its notification', () => counter.toasts.length > 0);
  await readings(shop, 1);
  expect(titles(counter)).toEqual(['New order B4700']);
  expect(counter.view().status.word).toBe('checked');
});

test('ready is marked once, also when the answer is lost', async () => {
  const all = await start();
  const { shop, counter } = all;
  await subscribed(all);
  const { id } = await shop.place();
  const { order } = await until('the order', () => counter.order('B4700'));
  shop.weather.answerLost.push('/ready');
  await counter.press({ kind: 'command', order: order.id, verb: 'ready' });
  await until('the order to be ready there', () => shop.orders.get(id)?.state === 'ready_for_pickup');
  await until('nothing left to send', () => (counter.order('B4700')?.pending ?? null) === null, {
    withinMs: 30_000,
    seen: () => JSON.stringify(counter.order('B4700')),
  });
  await readings(shop, 2);
  expect(shop.marked.get(id)).toBe(1);
});

test('a ready that never arrived is sent again', async () => {
  const { shop, counter } = await start();
  const { id } = await shop.place({ ring: false });
  await shop.ring('order.placed', {});
  const { order } = await until('the order', () => counter.order('B4700'), { withinMs: 30_000 });
  shop.weather.down = true;
  await counter.press({ kind: 'command', order: order.id, verb: 'ready' });
  await until('that it knows the shop is away', () =>
    counter.view().status.parts.some(({ part, works }) => part === 'backend' && works === false),
  );
  expect(counter.order('B4700')?.order.status).toBe('ready');
  shop.weather.down = false;
  await until('the order to be ready there', () => shop.orders.get(id)?.state === 'ready_for_pickup', {
    withinMs: 60_000,
  });
  await readings(shop, 2);
  expect(shop.marked.get(id)).toBe(1);
});

test('no order leaves for one short list, or for one that breaks off', async () => {
  const { shop, counter } = await start();
  const first = await shop.place();
  await shop.place();
  await until('both orders', () => counter.view().orders.length === 2, { withinMs: 30_000 });
  const gone: string[] = [];
  const watch = setInterval(() => {
    for (const number of ['B4700', 'B4701']) if (counter.order(number) === undefined) gone.push(number);
  }, 5);
  onTestFinished(() => clearInterval(watch));

  const before = lists(shop);
  shop.weather.hidden.add(first.id);
  await shop.ring('order.updated', {});
  await until('the short list', () => lists(shop) > before, { withinMs: 30_000, everyMs: 1 });
  shop.weather.hidden.clear();
  await readings(shop, 1);
  shop.weather.truncated = true;
  await shop.ring('order.updated', {});
  await readings(shop, 2);
  shop.weather.truncated = false;
  await readings(shop, 1);
  expect(gone).toEqual([]);
  expect(counter.toasts.length).toBeGreaterThan(0);
  expect(titles(counter).filter((title) => title.includes('B4700')).length).toBeLessThan(2);

  // Closed over there it does leave the rail, once that was asked for.
  clearInterval(watch);
  first.state = 'picked_up';
  await until('the order to leave', () => counter.order('B4700')?.column === 'closed', { withinMs: 60_000 });
  expect(counter.order('B4701')).toBeDefined();
});

test('a ring nobody can explain is heard, and taken over by the order', async () => {
  const all = await start();
  const { shop, counter } = all;
  await subscribed(all);
  shop.weather.down = true;
  await shop.place();
  await until('a notification without an order', () => titles(counter).includes('A new order came in'));
  await until('the bell', () => counter.rings.length > 0);
  shop.weather.down = false;
  await until('the order', () => counter.order('B4700'), { withinMs: 60_000 });
  await readings(shop, 1);
  expect(titles(counter).filter((title) => title === 'A new order came in')).toHaveLength(1);
  // Whether or not the notification is put in words afterwards, it stays the same one.
  expect(new Set(counter.toasts.map(({ id }) => id)).size).toBe(1);
});

test('accepted here stays accepted here, also after a restart, and does not ring again', async () => {
  const { shop, counter } = await start();
  await shop.place();
  const { order } = await until('the order', () => counter.order('B4700'), { withinMs: 30_000 });
  await until('its notification', () => counter.toasts.length > 0);
  await counter.press({ kind: 'command', order: order.id, verb: 'accept' });
  await readings(shop, 1);
  expect(counter.order('B4700')?.order.status).toBe('accepted');
  await counter.restart();
  await until('the list to be checked', () => counter.view().status.word === 'checked');
  const rung = counter.rings.length;
  await readings(shop, 1);
  expect(counter.order('B4700')?.order.status).toBe('accepted');
  expect(titles(counter)).toEqual(['New order B4700']);
  expect(counter.rings).toHaveLength(rung);
  expect(shop.asked.some((line) => line.includes('accept'))).toBe(false);
});

test('the key of the shop is not written to the disk in the clear, nor logged', async () => {
  const { counter } = await start();
  const { existing } = manual();
  const files = (readdirSync(counter.folder, { recursive: true }) as string[])
    .map((name) => `${counter.folder}/${name}`)
    .filter((name) => statSync(name).isFile());
  expect(files.length).toBeGreaterThan(2);
  for (const file of files) expect(readFileSync(file, 'latin1'), file).not.toContain(existing.token);
  expect(counter.logged.join('\n')).not.toContain(existing.token);
});
