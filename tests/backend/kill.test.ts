// Killed between commit and trigger, again and again: nothing is lost, nothing rings twice, nothing is done twice.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { killAndCompare } from './support/kills.ts';
import { startPusher } from './support/pusher.ts';
import { freshOnPostgres } from './support/databases.ts';

test.concurrent('10 kills of the backend of one shop, on SQLite', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'counterbell-kill-'));
  try {
    const report = await killAndCompare({
      database: path.join(folder, 'shop.db'),
      kills: 10,
      seed: 42,
      instances: 1,
    });
    expect(report.kills).toBe(10);
    expect(report.orders).toBeGreaterThan(10);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 300_000);

test.concurrent('10 kills among three backends on one PostgreSQL, with a Pusher of its own: events keep their order', async () => {
  const pusher = await startPusher();
  try {
    const report = await killAndCompare({
      database: await freshOnPostgres(),
      kills: 10,
      seed: 43,
      instances: 3,
      pusher,
    });
    expect(report.kills).toBe(10);
  } finally {
    await pusher.stop();
  }
}, 300_000);
