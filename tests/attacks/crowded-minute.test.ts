// A sales channel that schedules hundreds of orders for one minute does not make another restaurant's ring late.
import { expect, test } from 'vitest';
import { must } from '../backend/identity-house.ts';
import { addRestaurant, plainSettings } from '../../backend/restaurant/restaurants.ts';
import { onBothDatabases } from '../backend/support/databases.ts';
import { openShop, simpleOrder, until, type Placed } from '../backend/support/shop.ts';

const minute = 60_000;
const many = 120;

onBothDatabases((databases) => {
  test('an order rings in its turn, however many of another restaurant were due before it', async () => {
    const shop = await openShop({
      database: await databases.fresh(),
      env: { COUNTERBELL_RATE_PER_SECOND: '10000' },
    });
    try {
      await shop.store.write((tx) => addRestaurant(tx, 'roma', { ...plainSettings, name: 'Roma' }, 0));
      const added = { kind: 'channel', restaurant: 'roma', name: 'web' } as const;
      const roma = shop.client(must(await shop.backend.identity.addKey(added)).key);
      const at = (ms: number) => new Date(shop.clock.now() + ms).toISOString();
      const ringAt = at(10 * minute);
      for (let placed = 0; placed < many; placed += 15)
        await Promise.all(Array.from({ length: 15 }, () => shop.place({ ringAt })));
      const late = await roma.post<Placed>('/orders', { ...simpleOrder, ringAt: at(11 * minute) });
      expect(late.status).toBe(201);

      shop.clock.ahead = 20 * minute;
      const rang = async (stream: string) =>
        (await shop.events(stream)).flatMap(({ type, at: when }) =>
          type === 'order.updated' ? [Date.parse(when)] : [],
        );
      const [its] = await until('the order of the other restaurant to ring', async () => {
        const found = await rang('restaurant:roma');
        return found.length > 0 && found;
      });
      await until('all others to ring', async () => (await rang('restaurant:bella')).length === many);
      const before = (await rang('restaurant:bella')).filter((when) => when < (its ?? 0));
      expect(before.length).toBeLessThan(30);
    } finally {
      await shop.close();
    }
  });
});
