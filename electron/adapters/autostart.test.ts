import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createAutostart, execLine } from './autostart.ts';

const root = mkdtempSync(path.join(os.tmpdir(), 'counterbell-autostart-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const unused = {
  getLoginItemSettings: () => {
    throw new Error('not on Linux');
  },
  setLoginItemSettings: () => {
    throw new Error('not on Linux');
  },
};
const onLinux = (folder: string) =>
  createAutostart({
    app: unused,
    platform: 'linux',
    command: ['/opt/Counter bell/counterbell'],
    autostartFolder: folder,
  });

test('on Linux a desktop file starts it hidden, and goes away again', async () => {
  const folder = path.join(root, 'config/autostart');
  const autostart = onLinux(folder);
  expect(await autostart.get()).toBe(false);
  expect(await autostart.set(true)).toEqual({ ok: true, message: null });
  expect(readFileSync(path.join(folder, 'counterbell.desktop'), 'utf8')).toContain(
    'Exec="/opt/Counter bell/counterbell" --hidden\n',
  );
  expect(await autostart.get()).toBe(true);
  expect(await autostart.set(false)).toEqual({ ok: true, message: null });
  expect(await autostart.get()).toBe(false);
});

test('what the session manager switched off is off', async () => {
  const autostart = onLinux(root);
  await autostart.set(true);
  const file = path.join(root, 'counterbell.desktop');
  writeFileSync(file, `${readFileSync(file, 'utf8')}Hidden=true\n`);
  expect(await autostart.get()).toBe(false);
});

test('a folder that cannot be made is told', async () => {
  writeFileSync(path.join(root, 'file'), '');
  const answer = await onLinux(path.join(root, 'file/below')).set(true);
  expect(answer).toMatchObject({ ok: false, message: expect.stringContaining('file/below') });
});

test.each([
  [['/usr/bin/counterbell', '--hidden'], '/usr/bin/counterbell --hidden'],
  [['/a b/c'], '"/a b/c"'],
  [['/a$b/"c"'], '"/a\\\\$b/\\\\"c\\\\""'],
  [['/100%'], '/100%%'],
])('%j is written as %s', (command, line) => {
  expect(execLine(command)).toBe(line);
});

test('on Windows the same program and words are set and asked for', async () => {
  const calls: unknown[] = [];
  let on = false;
  const autostart = createAutostart({
    app: {
      setLoginItemSettings: (settings) => {
        calls.push(settings);
        on = settings.openAtLogin === true;
      },
      getLoginItemSettings: (settings) => {
        calls.push(settings);
        return { openAtLogin: on } as ReturnType<typeof unused.getLoginItemSettings>;
      },
    },
    platform: 'win32',
    command: ['C:\\Counterbell\\counterbell.exe'],
    autostartFolder: '',
  });
  expect(await autostart.set(true)).toEqual({ ok: true, message: null });
  const item = { path: 'C:\\Counterbell\\counterbell.exe', args: ['--hidden'] };
  expect(calls).toEqual([{ openAtLogin: true, ...item }, item]);
});

test('a login item that starts another copy of the program is not this one’s', async () => {
  const autostart = onLinux(root);
  await autostart.set(true);
  const other = createAutostart({
    app: unused,
    platform: 'linux',
    command: ['/home/lee/Counterbell-old.AppImage'],
    autostartFolder: root,
  });
  expect(await autostart.get()).toBe(true);
  expect(await other.get()).toBe(false);
});
