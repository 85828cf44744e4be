import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { startProcess, stopLater } from './processes.mjs';

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A program that starts another one, tells its id, and ignores being asked to end. */
const stubborn = `
  const { spawn } = require('node:child_process');
  const inner = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("ready")'], { stdio: ['ignore', 'pipe', 'ignore'] });
  inner.stdout.once('data', () => console.log(inner.pid));
  process.on('SIGTERM', () => {});
`;

test.skipIf(process.platform === 'win32')(
  'stopping a program stops what it started, even when both do not listen [not for this system: no process groups on Windows]',
  async () => {
    const running = startProcess(process.execPath, ['-e', stubborn], {
      stdio: ['ignore', 'pipe', 'inherit'],
      patienceMs: 200,
    });
    const lines = createInterface({ input: running.child.stdout! });
    const [inner] = (await once(lines, 'line')) as [string];
    expect(lives(Number(inner))).toBe(true);
    await running.stop();
    await expect.poll(() => lives(Number(inner)), { timeout: 10_000 }).toBe(false);
    expect(lives(running.child.pid!)).toBe(false);
  },
);

/** A program that, asked to end, needs what it started once more. */
const careful = `
  const { spawn } = require('node:child_process');
  const inner = spawn(process.execPath, ['-e', 'process.stdin.pipe(process.stdout)'], { stdio: ['pipe', 'pipe', 'ignore'] });
  inner.stdin.on('error', () => undefined);
  inner.once('exit', () => process.exit(1));
  inner.stdout.once('data', () => {
    console.log('ready');
    inner.stdout.once('data', () => process.exit(0));
  });
  inner.stdin.write('x');
  process.on('SIGTERM', () => inner.stdin.write('x'));
`;

test.skipIf(process.platform === 'win32')(
  'a program that is asked to end has time to end what it started itself [not for this system: no signals on Windows]',
  async () => {
    const running = startProcess(process.execPath, ['-e', careful], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(createInterface({ input: running.child.stdout! }), 'line');
    await running.stop();
    expect(await running.ended).toEqual({ code: 0, signal: null });
  },
);

test('a program that does not exist is named, and stopping it is harmless', async () => {
  const running = startProcess('counterbell-no-such-program', []);
  await expect(running.ended).rejects.toThrow(/counterbell-no-such-program could not be started/);
  await running.stop();
});

test('what was started last is stopped first, and only once', async () => {
  const order: string[] = [];
  const all = stopLater();
  for (const name of ['screen', 'bus', 'window'])
    all.add(async () => {
      order.push(name);
    });
  await Promise.all([all.stopAll(), all.stopAll()]);
  expect(order).toEqual(['window', 'bus', 'screen']);
});
