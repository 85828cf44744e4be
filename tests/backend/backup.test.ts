// Backup and restore, and what a consumer that stays connected sees of it.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Snapshot } from '../../contract/api.ts';
import { backup, restore } from '../../backend/db/backup.ts';
import { openStore } from '../../backend/db/open.ts';
import { consume } from './support/consumer.ts';
import { onBothDatabases } from './support/databases.ts';
import { clientOf, openShop, until, type Shop } from './support/shop.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'counterbell-backup-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

onBothDatabases((databases) => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop({ database: await databases.fresh() });
  });
  afterEach(() => shop.close());
  const file = () => path.join(folder, 'yesterday.gz');

  test('what is restored is what was there, in a new epoch above every seq that was published', async () => {
    const kept = await shop.place({ customer: { name: "O'Neil; drop table orders", phone: '555 0100' } });
    await shop.command(kept.order.id, 'accept');
    await backup(shop.store, file(), Date.now());
    expect(statSync(file()).mode & 0o077).toBe(0);
    const lost = await shop.place();
    const before = (await shop.till.get<Snapshot>('/snapshot')).body;
    const headBefore = before.heads['restaurant:bella'];

    const restored = await restore(shop.store, file());
    const after = (await shop.till.get<Snapshot>('/snapshot')).body;
    const headAfter = after.heads['restaurant:bella'];
    expect(after.orders).toEqual(before.orders.filter((order) => order.id !== lost.order.id));
    expect(after.restaurant).toEqual(before.restaurant);
    expect(headAfter).toEqual({ epoch: restored.epoch, seq: restored.seq, id: null });
    expect(headAfter?.epoch).not.toBe(headBefore?.epoch);
    expect(headAfter?.seq).toBeGreaterThan(headBefore?.seq ?? Infinity);
    // Nobody was shown the order since the backup, so its number may be called out again.
    const next = await shop.place();
    expect(next.seq).toBe(restored.seq + 1);
  });

  test('a file that is not there is told by its name, and nothing is changed', async () => {
    const { order } = await shop.place();
    await expect(restore(shop.store, path.join(folder, 'none.gz'))).rejects.toThrow(
      /none\.gz cannot be read \(ENOENT\)/,
    );
    expect((await shop.till.get(`/orders/${order.id}`)).status).toBe(200);
  });

  test('a consumer that was connected is sent to the snapshot and goes on from there', async () => {
    await shop.place();
    const [first] = await shop.events('restaurant:bella');
    await backup(shop.store, file(), Date.now());
    await restore(shop.store, file());
    const old = await shop.till.get(`/streams/restaurant:bella/events?after=1&id=${first?.id}`);
    expect(old).toMatchObject({ status: 410, body: { code: 'log-gone' } });

    const { heads } = (await shop.till.get<Snapshot>('/snapshot')).body;
    const from = heads['restaurant:bella']?.seq;
    const placed = await shop.place();
    const page = await shop.till.get<{ events: { prev: unknown; seq: number }[] }>(
      `/streams/restaurant:bella/events?after=${from}`,
    );
    expect(page.body.events).toMatchObject([{ prev: null, seq: placed.seq }]);
    // A stream that began after the backup begins above what it may have published before, too.
    await shop.command(placed.order.id, 'accept');
    const [accepted] = await shop.events(`order:${placed.order.id}`);
    expect(accepted?.seq).toBe((from ?? 0) + 1);
  });

  test('yesterday’s database under a consumer that stays connected: nothing lost, nothing rung twice', async () => {
    const consumer = consume({
      url: shop.backend.url,
      enrolment: shop.till.enrolment,
      stream: 'restaurant:bella',
    });
    const caughtUp = () =>
      until('the consumer has caught up', async () => {
        const head = (await shop.till.get<Snapshot>('/snapshot')).body.heads['restaurant:bella'];
        const cursor = consumer.cursor();
        return head && cursor?.epoch === head.epoch && cursor.seq === head.seq && cursor.id === head.id;
      });
    const yesterday = [];
    for (let i = 0; i < 4; i++) yesterday.push((await shop.place()).order.id);
    await caughtUp();
    await backup(shop.store, file(), Date.now());
    await shop.command(yesterday[0] ?? '', 'accept');
    const lost = [(await shop.place()).order.id, (await shop.place()).order.id];
    await caughtUp();

    await restore(shop.store, file());
    const today = [(await shop.place()).order.id, (await shop.place()).order.id];
    await caughtUp();
    const { orders } = (await shop.till.get<Snapshot>('/snapshot')).body;
    const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
    expect([...consumer.orders.values()].toSorted(byId)).toEqual(orders.toSorted(byId));
    expect(orders.map((order) => order.id).toSorted()).toEqual([...yesterday, ...today].toSorted());
    expect([...consumer.rung.keys()].toSorted()).toEqual([...yesterday, ...lost, ...today].toSorted());
    expect([...consumer.rung.values()].every((times) => times === 1)).toBe(true);
    expect(consumer.snapshots).toBe(2);
    await consumer.stop();
  });

  test('who was sent away since the backup stays away', async () => {
    const second = await shop.enrol('install-two');
    await backup(shop.store, file(), Date.now());
    await shop.backend.identity.revokeDevice('bella', second.enrolment.device.id);
    await restore(shop.store, file());
    expect((await second.get('/me')).body).toMatchObject({ code: 'device-revoked' });
    expect((await shop.till.get('/me')).status).toBe(200);
  });

  test('a backup moves to an empty database, and every token goes on working there', async () => {
    const placed = await shop.place();
    await backup(shop.store, file(), Date.now());
    const elsewhere = await openStore(await databases.fresh());
    await restore(elsewhere, file());
    const rows = await elsewhere.read.selectFrom('orders').select(['id', 'search']).execute();
    expect(rows).toEqual([{ id: placed.order.id, search: expect.stringContaining('margherita') }]);
    await elsewhere.close();
  });

  test('what is no backup changes nothing, and neither does one that breaks off', async () => {
    const placed = await shop.place();
    await backup(shop.store, file(), Date.now());
    const whole = readFileSync(file());
    for (const [content, why] of [
      ['not a backup', /not a backup/],
      [gzipSync('not a backup either\n'), /not a backup/],
      [whole.subarray(0, whole.length - 20), /end of file/],
    ] as const) {
      writeFileSync(file(), content);
      await expect(restore(shop.store, file())).rejects.toThrow(why);
    }
    await expect(restore(shop.store, folder)).rejects.toThrow(/not a backup/);
    expect(
      (await clientOf(shop.backend.url, shop.till.enrolment.token).get(`/orders/${placed.order.id}`)).status,
    ).toBe(200);
  });
});
