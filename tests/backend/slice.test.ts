// One order, from the sales channel to the bell to "ready", heard with an unmodified pusher-js.
import Pusher from 'pusher-js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseEvent, type Event } from '../../contract/events.ts';
import { onBothDatabases } from './support/databases.ts';
import { openShop, until, type Shop } from './support/shop.ts';

type Heard = { name: string; event: Event };

/** Subscribes as a page or a console would, and keeps what it hears. */
function listen(
  shop: Shop,
  token: string,
  channel: string,
): { heard: Heard[]; ready: Promise<void>; stop(): void } {
  const { key, port } = shop.till.enrolment.pusher;
  const pusher = new Pusher(key, {
    cluster: '',
    wsHost: '127.0.0.1',
    wsPort: port,
    forceTLS: false,
    enabledTransports: ['ws'],
    channelAuthorization: {
      endpoint: `${shop.backend.url}/pusher/auth`,
      transport: 'ajax',
      params: { token },
    },
  });
  const heard: Heard[] = [];
  const subscription = pusher.subscribe(channel);
  subscription.bind_global((name: string, wire: unknown) => {
    const read = parseEvent(wire);
    if (read.ok) heard.push({ name, event: read.event as Event });
  });
  const ready = new Promise<void>((resolve, reject) => {
    subscription.bind('pusher:subscription_succeeded', () => resolve());
    subscription.bind('pusher:subscription_error', (error: unknown) =>
      reject(new Error(JSON.stringify(error))),
    );
  });
  return { heard, ready, stop: () => pusher.disconnect() };
}

onBothDatabases((databases) => {
  let shop: Shop;
  const stops: (() => void)[] = [];
  beforeEach(async () => {
    shop = await openShop({ database: await databases.fresh() });
  });
  afterEach(async () => {
    for (const stop of stops.splice(0)) stop();
    await shop.close();
  });

  test('placed, heard at the counter, marked ready, heard by the customer', async () => {
    const counter = listen(shop, shop.till.enrolment.token, 'private-restaurant-bella');
    stops.push(counter.stop);
    await counter.ready;

    const { order, publicToken, seq } = await shop.place({
      customer: { name: 'Anastasia', phone: '555 0100' },
    });
    const bell = await until('order.new at the counter', () => counter.heard[0]);
    expect(bell).toMatchObject({ name: 'order.new', event: { seq, prev: null, type: 'order.new', order } });

    const page = listen(shop, publicToken, `private-order-${order.id}`);
    stops.push(page.stop);
    await page.ready;
    const { status, body } = await shop.command(order.id, 'ready', {}, 'press-1');
    expect(status).toBe(200);
    expect(body).toMatchObject({ already: null, order: { status: 'ready' } });

    const told = await until('order.ready on the customer’s page', () =>
      page.heard.find((one) => one.name === 'order.ready'),
    );
    expect(told.event).toMatchObject({
      message: `Your order ${order.number} is ready.`,
      order: { id: order.id, number: order.number, status: 'ready', restaurant: { name: 'Bella' } },
    });
    expect(JSON.stringify(page.heard)).not.toMatch(/Anastasia|555 0100|Till/);
    const pressed = await until('the press at the counter', () =>
      counter.heard.find((one) => one.event.cause === 'press-1'),
    );
    expect(pressed.name).toBe('order.ready');
    await until('the counter knows that the customer was told', () =>
      counter.heard.find(
        (one) => 'order' in one.event && 'toldAt' in one.event.order && one.event.order.toldAt,
      ),
    );
    expect(counter.heard.map((one) => one.event.seq)).toEqual([1, 2, 3]);
  });

  test('nobody subscribes to what is not theirs', async () => {
    const mine = await shop.place();
    const other = await shop.place();
    const stranger = listen(shop, mine.publicToken, `private-order-${other.order.id}`);
    stops.push(stranger.stop);
    await expect(stranger.ready).rejects.toThrow();
    const nosy = listen(shop, mine.publicToken, 'private-restaurant-bella');
    stops.push(nosy.stop);
    await expect(nosy.ready).rejects.toThrow();
  });
});
