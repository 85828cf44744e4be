// The bell rings on a disk without a free byte, and the screen says what is wrong with it.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { whyNoNobody } from '../support/as-nobody.ts';
import { fill, openShop, type Shop } from './own-folder.ts';

const reason = whyNoNobody();
let shop: Shop;
beforeAll(async () => {
  if (reason === null) shop = await openShop();
});
afterAll(() => shop?.stop());

test.skipIf(reason !== null)(
  `on a full disk a console enrols in a temporary folder, rings, and says why [not for this system: ${reason}]`,
  async (context) => {
    const disk = shop.smallDisk();
    if (disk === null) return context.skip('nobody may mount a small disk here');
    fill(disk);
    const counter = await shop.start(path.join(disk, 'Counterbell'));
    const log = await counter.log();
    await log.wait('status.changed', { status: 'live' }, 1, 40_000);
    const { order } = await shop.backend.place();
    await shop.desktop.notifications.wait(`New order ${order.number}`);
    expect(await counter.notices()).toContainEqual({
      code: 'folder-unusable',
      detail: expect.stringContaining('ENOSPC'),
    });
    expect(log.count('main.fault')).toBe(0);
    // What IT fixed is in effect, whoever chose otherwise.
    expect(readFileSync(shop.autostart, 'utf8')).toMatch(/^Exec=.* --user-data-dir=.* --hidden$/m);
    expect(existsSync(path.join(disk, 'Counterbell/sessions'))).toBe(false);
    expect(await counter.stop()).toBe(0);
  },
);
