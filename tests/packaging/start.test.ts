// `npm start` as a newcomer types it: what it says, what it leaves, and that nothing of it stays behind.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { projectRoot } from '../../build/paths.mjs';
import { until } from '../support/poll.ts';

let home = '';
let mark = '';
beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'counterbell-start-'));
  mark = randomUUID();
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function start(...words: string[]) {
  const child = spawn(process.execPath, ['build/start.mjs', ...words], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, XDG_DATA_HOME: home, COUNTERBELL_TEST_MARK: mark },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)));
  const ended = once(child, 'close') as Promise<[number | null]>;
  return {
    child,
    said: () => text,
    saying: (what: RegExp) =>
      until(`"${what}"`, () => what.exec(text), { withinMs: 60_000, seen: () => text }),
    code: async () => (await ended)[0],
  };
}

/** Every process carries the environment of the one that started it. */
const leftBehind = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(mark);
      } catch {
        return false;
      }
    })
    .map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' '));

/** What was killed may be seen for a moment yet. */
const nothingLeft = () =>
  until('nothing left behind', () => leftBehind().length === 0, { seen: () => leftBehind().join('\n') });

describe.skipIf(process.platform !== 'linux')('npm start [not for this system: seen on Linux only]', () => {
  test('ends by itself with a picture, having told every order and what became of its notification', async () => {
    // Somebody else has the usual port.
    const other = net.createServer().on('error', () => undefined);
    other.listen(4180, '127.0.0.1');
    const picture = path.join(home, 'shot.png');
    const first = start('--keep', '--seed', '7', '--seconds', '6', '--screenshot', picture);
    expect(await first.code(), first.said()).toBe(0);
    other.close();
    expect(readFileSync(picture).subarray(1, 4).toString()).toBe('PNG');
    const url = /backend: (http:\/\/127\.0\.0\.1:\d+)/.exec(first.said())?.[1];
    expect(url).not.toBe('http://127.0.0.1:4180');
    expect(first.said()).toMatch(/demo people: Mia \(counter, PIN \d+\)/);
    const [, number] = /order (\d+) placed \(\w+, €[\d.]+\)/.exec(first.said()) ?? [];
    expect(first.said()).toMatch(new RegExp(`notification for ${number}: (shown|failed|no answer)`));
    await nothingLeft();

    const second = start('--keep', '--seed', '7', '--seconds', '5');
    expect(await second.code(), second.said()).toBe(0);
    expect(second.said()).toContain('everything is built already');
    const [, next] = /order (\d+) placed/.exec(second.said()) ?? [];
    expect(Number(next)).toBeGreaterThan(Number(number));
    await nothingLeft();
  });

  test('Ctrl-C stops every process it started', async () => {
    const running = start();
    await running.saying(/order \d+ placed/);
    expect(leftBehind().length).toBeGreaterThan(3);
    running.child.kill('SIGINT');
    expect(await running.code()).toBe(130);
    expect(running.said()).toContain('stopping everything');
    await nothingLeft();
  });

  test('being ended while it starts leaves nothing either', async () => {
    const running = start();
    await running.saying(/backend: http/);
    running.child.kill('SIGTERM');
    expect(await running.code()).toBe(143);
    await nothingLeft();
  });

  test('an unknown word is refused with what there is', async () => {
    const running = start('--kep');
    expect(await running.code()).toBe(1);
    expect(running.said()).toMatch(/"--kep" is not known here[\s\S]*--screenshot FILE/);
  });
});
