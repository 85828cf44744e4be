// 20,000 made-up requests, half of them on each database.
import { expect, test } from 'vitest';
import { onBothDatabases } from './support/databases.ts';
import { fuzzBackend } from './support/fuzzing.ts';
import { openShop } from './support/shop.ts';

onBothDatabases((databases, kind) => {
  test('10,000 requests made up from the API’s document', { timeout: 600_000 }, async () => {
    const shop = await openShop({
      database: await databases.fresh(),
      env: { COUNTERBELL_RATE_PER_SECOND: '100000' },
    });
    try {
      const admin = await shop.backend.identity.addKey({ kind: 'admin', restaurant: null, name: 'root' });
      const till = await shop.enrol('install-fuzz');
      const { publicToken } = await shop.place();
      const tokens = {
        till: till.enrolment.token,
        web: shop.web.token,
        customer: publicToken,
        admin: admin.ok ? admin.value.key : '',
        unknown: 'nobody-knows-this',
      };
      const statuses = await fuzzBackend(shop, tokens, 10_000, kind === 'sqlite' ? 101 : 102);
      expect(Object.keys(statuses).length).toBeGreaterThan(5);
    } finally {
      await shop.close();
    }
  });
});
