// What whoever runs the backend relies on of its program: its commands, its log lines, how it starts and ends.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { projectRoot } from '../../build/paths.mjs';
import { freePort } from '../support/free-port.ts';
import { buildBackend, runBackend } from './support/process.ts';
import { clientOf, simpleOrder, until } from './support/shop.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'counterbell-operations-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('as a program', () => {
  beforeAll(buildBackend, 120_000);
  const program = path.join(projectRoot, 'dist/backend/main.js');
  const run = (words: string[], env: Record<string, string> = {}) =>
    spawnSync(process.execPath, [program, ...words], {
      encoding: 'utf8',
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', ...env },
      timeout: 60_000,
    });

  test('--help is the list of what there is', () => {
    const help = run(['--help']);
    expect(help.status).toBe(0);
    for (const word of ['--demo', '--keep', '--lan', 'admin', 'backup FILE', 'restore FILE'])
      expect(help.stdout).toContain(word);
  });

  test('a HOST that is no address of this machine is a sentence', () => {
    const refused = run([], { HOST: 'nope.invalid', PORT: '0' });
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(/^HOST is "nope\.invalid", which is no address of this machine/);
  });

  test('a bare start makes no account and says how to make the first; then the line it says works', async () => {
    const env = { PORT: '0', DATABASE_URL: path.join(folder, 'shop.db') };
    const backend = await runBackend(env);
    const hint = backend.lines.find((line) => line.event === 'no-accounts');
    expect(hint?.hint).toContain('npm run backend -- admin restaurant add');
    const words = /-- (admin .*)$/.exec(String(hint?.hint))?.[1]?.match(/"[^"]*"|\S+/g) ?? [];
    const made = run([...words.map((word) => word.replaceAll('"', '')), '--id', 'bella', '--json'], env);
    expect(made.stderr).toBe('');
    expect(made.status).toBe(0);
    expect((await backend.stop()).code).toBe(0);
    const again = await runBackend(env);
    expect(again.lines.some((line) => line.event === 'no-accounts')).toBe(false);
    await again.stop();
  });

  test('the demonstration starts fresh on a free port, and takes the code and the key it is given', async () => {
    const env = { COUNTERBELL_DEMO_ENROLMENT_CODE: 'CODE-1234', COUNTERBELL_DEMO_API_KEY: 'demokey-123' };
    const first = await runBackend({ ...env, PORT: '0' }, ['--demo']);
    const taken = new URL(first.url).port;
    const ready = first.lines.find((line) => line.event === 'demo.ready');
    expect(ready).toMatchObject({ restaurant: 'demo', enrolmentCode: 'CODE-1234', apiKey: 'demokey-123' });
    const placed = await clientOf(first.url, 'demokey-123').post('/orders', simpleOrder);
    expect(placed.status).toBe(201);
    const busy = run(['--demo'], { PORT: taken });
    expect(busy.status).toBe(1);
    expect(busy.stderr).toContain(`Port ${taken}`);
    expect((await first.stop()).code).toBe(0);
    // Nothing of it is left behind.
    expect(readdirSync(folder)).toEqual([]);
    expect(existsSync(path.join(projectRoot, 'data', 'demo.db-wal'))).toBe(false);
  });

  test('whoever is there first finds the demonstration ready', async () => {
    const port = await freePort();
    const env = { COUNTERBELL_DEMO_ENROLMENT_CODE: 'CODE-1234', COUNTERBELL_DEMO_API_KEY: 'demokey-123' };
    const enough = new AbortController();
    // Asked from before the start, without a pause, until there is an answer: whatever it is, it is the first one.
    const early = (async () => {
      const client = clientOf(`http://127.0.0.1:${port}`, null);
      const body = { code: 'CODE-1234', installId: 'install-one', deviceName: 'Till' };
      while (!enough.signal.aborted) {
        try {
          return (await client.post('/enrol', body)).status;
        } catch {
          await new Promise((resolve) => void setImmediate(resolve));
        }
      }
      return null;
    })();
    const backend = await runBackend({ ...env, PORT: String(port) }, ['--demo']);
    try {
      expect(await early).toBe(201);
    } finally {
      enough.abort();
      await backend.stop();
    }
  });

  test('log lines name no customer and no secret', async () => {
    const env = { COUNTERBELL_DEMO_ENROLMENT_CODE: 'CODE-1234', COUNTERBELL_DEMO_API_KEY: 'demokey-123' };
    const backend = await runBackend({ ...env, PORT: '0' }, ['--demo']);
    const web = clientOf(backend.url, 'demokey-123');
    const { body } = await web.post<{ order: { id: string }; publicToken: string }>('/orders', {
      ...simpleOrder,
      customer: { name: 'Anastasia', phone: '555 0100' },
      note: 'secret door',
    });
    const enrolled = await clientOf(backend.url, null).post<{ token: string }>('/enrol', {
      code: 'CODE-1234',
      installId: 'install-one',
      deviceName: 'Till',
    });
    await web.post('/orders', { items: [{ name: 'Anastasia', quantity: -1 }] });
    await clientOf(backend.url, enrolled.body.token).post(`/orders/${body.order.id}/ready`);
    await until('the line of the order', () => backend.lines.find((line) => line.event === 'order.placed'));
    await backend.stop();
    const said = JSON.stringify(backend.lines.filter((line) => line.event !== 'demo.ready'));
    expect(said).toContain(body.order.id);
    expect(said).not.toMatch(/Anastasia|555 0100|secret door/);
    for (const secret of [body.publicToken, enrolled.body.token, 'demokey-123', 'CODE-1234'])
      expect(said).not.toContain(secret);
  });

  test('what was committed when it is told to stop is there, and rung, after the next start', async () => {
    const env = {
      PORT: '0',
      DATABASE_URL: path.join(folder, 'shop.db'),
      COUNTERBELL_DEMO_API_KEY: 'demokey-123',
    };
    const backend = await runBackend(env, ['--demo']);
    const web = clientOf(backend.url, 'demokey-123');
    expect((await web.post('/orders', simpleOrder, 'before')).status).toBe(201);
    const placing = Promise.allSettled(
      Array.from({ length: 20 }, (_, i) => web.post('/orders', simpleOrder, `k${i}`)),
    );
    // On a slow machine it may be told to come again.
    const last = await web.post('/orders', simpleOrder, 'last');
    const stopping = backend.stop();
    const answers = (await placing).map((one) => (one.status === 'fulfilled' ? one.value.status : null));
    const answered = [201, last.status, ...answers].filter((status) => status === 201).length;
    expect((await stopping).code).toBe(0);
    const again = await runBackend({ ...env, COUNTERBELL_DEMO_ENROLMENT_CODE: 'CODE-1234' }, ['--demo']);
    const till = await clientOf(again.url, null).post<{ token: string }>('/enrol', {
      code: 'CODE-1234',
      installId: 'install-one',
      deviceName: 'Till',
    });
    const { body } = await clientOf(again.url, till.body.token).get<{ orders: unknown[] }>('/snapshot');
    expect(body.orders.length).toBeGreaterThanOrEqual(answered);
    await again.stop();
  });

  test('backup and restore are two commands', async () => {
    const env = { DATABASE_URL: path.join(folder, 'shop.db') };
    run(['admin', 'restaurant', 'add', 'Bella'], env);
    const backup = path.join(folder, 'backup.gz');
    expect(run(['backup', backup], env)).toMatchObject({ status: 0 });
    run(['admin', 'restaurant', 'add', 'Roma'], env);
    const restored = run(['restore', backup], env);
    expect(restored.stderr).toBe('');
    expect(restored.stdout).toContain('new epoch');
    expect(run(['admin', 'restaurant', 'list'], env).stdout).not.toContain('Roma');
    expect(run(['restore', path.join(folder, 'nowhere.gz')], env).status).toBe(1);
  });

  test('what makes no sense is said in a sentence', () => {
    const sentences: [string[], Record<string, string>, RegExp][] = [
      [[], { PORT: '99999' }, /PORT/],
      [['--dmeo'], {}, /"--dmeo" is not known/],
      [[], { PUSHER_CLUSTER: 'eu' }, /PUSHER_KEY/],
      [[], { DATABASE_URL: 'mysql://x/y' }, /not supported/],
      [[], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, /PostgreSQL database cannot be opened/],
      [['restore', '/dev/null'], { DATABASE_URL: 'shop.db' }, /not a backup/],
      [['backup'], {}, /Name one file/],
    ];
    for (const [words, env, sentence] of sentences) {
      const ended = run(words, env);
      expect(ended.status).toBe(1);
      expect(ended.stderr).toMatch(sentence);
      expect(ended.stderr).not.toContain('    at ');
    }
  });
});
