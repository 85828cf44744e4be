import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sandboxWords, useDesktop } from './desktop.mjs';

test('only root on Linux runs without the sandbox', () => {
  expect(sandboxWords({ platform: 'linux', uid: 0 })).toEqual(['--no-sandbox']);
  expect(sandboxWords({ platform: 'linux', uid: 1000 })).toEqual([]);
  expect(sandboxWords({ platform: 'darwin', uid: 0 })).toEqual([]);
  expect(sandboxWords({ platform: 'win32', uid: undefined })).toEqual([]);
});

test.each([
  ['linux', { DISPLAY: ':0' }],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }],
  ['darwin', {}],
  ['win32', {}],
])('on %s with %j the desktop that is there is used', async (platform, env) => {
  const said: string[] = [];
  const desktop = await useDesktop({ platform, env, say: (line) => said.push(line) });
  expect(desktop).toMatchObject({ env: {}, virtual: false });
  expect(said).toEqual([]);
});

test.skipIf(process.platform !== 'linux')(
  'without a display a virtual one is started, said, and gone after stop [not for this system: Linux only]',
  async () => {
    const said: string[] = [];
    const desktop = await useDesktop({ platform: 'linux', env: {}, say: (line) => said.push(line) });
    const { DISPLAY: display = '', DBUS_SESSION_BUS_ADDRESS: address = '' } = desktop.env;
    const screen = `/tmp/.X11-unix/X${display.slice(1)}`;
    const socket = /^unix:path=([^,]+)/.exec(address)?.[1] ?? '';
    expect(said).toEqual([expect.stringMatching(/virtual one \(Xvfb :\d+, private D-Bus, dunst/)]);
    expect([screen, socket].map((file) => existsSync(file))).toEqual([true, true]);
    await desktop.stop();
    expect([screen, socket].map((file) => existsSync(file))).toEqual([false, false]);
  },
);
