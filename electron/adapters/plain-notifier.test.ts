import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import WindowsBalloon from 'node-notifier/notifiers/balloon.js';
import { expect, test } from 'vitest';
import { createClock } from './clock.ts';
import { createPlainNotifier, type NodeNotifier, type PlainNotifierOptions } from './plain-notifier.ts';

type Done = Parameters<NodeNotifier['notify']>[1];

function setUp(over: Partial<PlainNotifierOptions> = {}) {
  const asked: Record<string, unknown>[] = [];
  const loaded: string[] = [];
  let done: Done = () => undefined;
  const plain = createPlainNotifier({
    platform: 'win32',
    arch: 'x64',
    programs: '/programs',
    appName: 'Counterbell',
    appId: 'io.counterbell.console',
    clock: { ...createClock(), after: (_ms, run) => ({ cancel: () => clearTimeout(setTimeout(run, 0)) }) },
    load: async (program) => {
      loaded.push(program);
      return {
        notify(options, then) {
          asked.push(options);
          done = then;
        },
      };
    },
    ...over,
  });
  const clicked: string[] = [];
  plain.onClick((id) => clicked.push(id));
  return { plain, asked, loaded, clicked, done: (...told: Parameters<Done>) => done(...told) };
}
const toast = { id: 'placed:1', title: 'New order 17', body: '2× Ramen', sticky: true, open: 'Open' };
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('nothing is loaded before a notification has to go this way, and then once', async () => {
  const { plain, loaded, done } = setUp();
  plain.withdraw('placed:1');
  expect(loaded).toEqual([]);
  for (const _ of [1, 2]) {
    const shown = plain.show(toast);
    await turn();
    done(null, 'timeout');
    expect(await shown).toBeNull();
  }
  expect(loaded).toEqual(['/programs/notifu/notifu64.exe']);
});

test('a program that cannot be started is a failure with its reason', async () => {
  const { plain, done } = setUp();
  const shown = plain.show(toast);
  await turn();
  done(new Error('spawn notifu64.exe ENOENT'));
  expect(await shown).toBe('spawn notifu64.exe ENOENT');
});

test('a click on a balloon names its alert; the number alone still makes one', async () => {
  const { plain, asked, clicked, done } = setUp();
  const shown = plain.show({ ...toast, body: '' });
  await turn();
  done(null, 'activate');
  await shown;
  expect(clicked).toEqual(['placed:1']);
  expect(asked[0]).toMatchObject({ title: 'Counterbell', message: 'New order 17', wait: true, sound: false });
});

test('on macOS it replaces itself, leads to the console, and is taken back', async () => {
  const { plain, asked, loaded, done } = setUp({ platform: 'darwin' });
  const shown = plain.show(toast);
  await turn();
  done(null, {});
  expect(await shown).toBeNull();
  plain.withdraw('placed:1');
  await turn();
  expect(loaded[0]).toContain('terminal-notifier.app');
  expect(asked).toEqual([
    { title: 'New order 17', message: '2× Ramen', group: 'placed:1', activate: 'io.counterbell.console' },
    { remove: 'placed:1' },
  ]);
});

test('the real node-notifier starts the program with the words as they are, and tells its click', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'plain-notifier-'));
  try {
    const program = path.join(folder, 'notifu64.exe');
    // Exit code 3 is notifu's for a click.
    writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$@" > '${folder}/words'\nexit 3\n`, { mode: 0o755 });
    const { plain, clicked } = setUp({
      clock: createClock(),
      load: async () => new WindowsBalloon({ customPath: program }),
    });
    const tricky = { ...toast, title: 'New order $(reboot) "17"', body: '2× `id` & Fish | more' };
    expect(await plain.show(tricky)).toBeNull();
    expect(clicked).toEqual(['placed:1']);
    const words = readFileSync(path.join(folder, 'words'), 'utf8').split('\n');
    expect(words).toEqual(expect.arrayContaining([tricky.title, tricky.body, '-q', '15000']));
    const gone = setUp({
      clock: createClock(),
      load: async () => new WindowsBalloon({ customPath: `${program}.gone` }),
    });
    expect(await gone.plain.show(toast)).toContain('ENOENT');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
