// The bell rings where a console's own folder is read-only, becomes full, or is somebody else's.
import { chmodSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { giveToNobody, whyNoNobody } from '../support/as-nobody.ts';
import { logLines } from '../support/log-lines.ts';
import { fill, openShop, type Running, type Shop } from './own-folder.ts';

const reason = whyNoNobody();
const notHere = `[not for this system: ${reason}]`;
let shop: Shop;
beforeAll(async () => {
  if (reason === null) shop = await openShop();
});
afterAll(() => shop?.stop());

async function rings(counter: Running, why: string): Promise<void> {
  const log = await counter.log();
  await log.wait('status.changed', { status: 'live' }, 1, 40_000);
  const { order } = await shop.backend.place();
  await shop.desktop.notifications.wait(`New order ${order.number}`);
  expect(await counter.notices()).toContainEqual({
    code: 'folder-unusable',
    detail: expect.stringContaining(why),
  });
  expect(log.count('main.fault')).toBe(0);
}

/** Enrolled while all was well. */
async function enrolled(data: string): Promise<void> {
  const counter = await shop.start(data);
  const log = logLines(path.join(data, 'logs/counterbell.log'));
  await log.wait('status.changed', { status: 'live' }, 1, 40_000);
  expect(await counter.stop()).toBe(0);
}

test.skipIf(reason !== null)(`somebody else's folder ${notHere}`, async () => {
  const data = path.join(shop.folder, 'theirs');
  mkdirSync(data, { mode: 0o700 });
  const counter = await shop.start(data);
  await rings(counter, 'EACCES');
  expect(readdirSync(data)).toEqual([]);
  expect(await counter.stop()).toBe(0);
});

test.skipIf(reason !== null)(`a folder that became read-only ${notHere}`, async () => {
  const data = path.join(shop.folder, 'mine');
  mkdirSync(data, { mode: 0o700 });
  giveToNobody(data);
  await enrolled(data);
  chmodSync(data, 0o500);
  const counter = await shop.start(data);
  await rings(counter, 'EACCES');
  expect(await counter.stop()).toBe(0);
});

test.skipIf(reason !== null)(
  `a disk that became full under an enrolled console ${notHere}`,
  async (context) => {
    const disk = shop.smallDisk();
    if (disk === null) return context.skip('nobody may mount a small disk here');
    const data = path.join(disk, 'Counterbell');
    await enrolled(data);
    const pointer = readFileSync(path.join(data, 'sessions/current'), 'utf8');
    fill(disk);
    const counter = await shop.start(data);
    await rings(counter, 'ENOSPC');
    expect(await counter.stop()).toBe(0);
    // Without a keyring there was no token in it; what was pressed there waits for the disk to have room.
    expect(readFileSync(path.join(data, 'sessions/current'), 'utf8')).toBe(pointer);
  },
);
