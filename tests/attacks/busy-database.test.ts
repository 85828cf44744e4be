// Another process holds the SQLite file for long, as a restore does: the backend answers meanwhile, and goes on after.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'libsql';
import { expect, test } from 'vitest';
import { openShop, simpleOrder } from '../backend/support/shop.ts';

test('who waits for the file does not make everybody else wait', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'counterbell-busy-'));
  const file = path.join(folder, 'shop.db');
  const shop = await openShop({ database: file });
  const other = new Database(file);
  try {
    other.exec('begin immediate');
    let answered = false;
    const placing = shop.web.post('/orders', simpleOrder).then((answer) => {
      answered = true;
      return answer;
    });
    // Were the process standing still, none of these would come back before the order is given up.
    for (let i = 0; i < 20; i++) {
      expect((await shop.nobody.get('/readyz')).status).toBe(200);
      expect((await shop.till.get('/snapshot')).status).toBe(200);
    }
    expect(answered).toBe(false);
    other.exec('commit');
    expect((await placing).status).toBe(201);
  } finally {
    other.close();
    await shop.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
