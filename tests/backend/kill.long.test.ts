// The kills of kill.test.ts, until what happens once in a hundred has happened.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { killAndCompare } from './support/kills.ts';
import { startPostgres } from './support/postgres.ts';
import { startPusher } from './support/pusher.ts';

const halfAnHour = 1_800_000;

// Most of a kill is a start, which keeps one core busy: both go on at once.
test.concurrent(
  '200 kills of the backend of one shop, on SQLite',
  async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'counterbell-kill-'));
    try {
      const database = path.join(folder, 'shop.db');
      const report = await killAndCompare({ database, kills: 200, seed: 1, instances: 1 });
      expect(report.kills).toBe(200);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  halfAnHour,
);

test.concurrent(
  '200 kills among three backends on one PostgreSQL',
  async () => {
    const pusher = await startPusher();
    const postgres = await startPostgres();
    try {
      const database = await postgres.database();
      const report = await killAndCompare({ database, kills: 200, seed: 2, instances: 3, pusher });
      expect(report.kills).toBe(200);
    } finally {
      await postgres.stop();
      await pusher.stop();
    }
  },
  halfAnHour,
);
