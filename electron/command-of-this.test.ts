import { expect, test } from 'vitest';
import { commandOfThis } from './command-of-this.ts';

const app = { isPackaged: true, getAppPath: () => '/src' };
const started = { platform: 'linux' as NodeJS.Platform, execPath: '/opt/Counterbell/counterbell', env: {} };
const watcher = '/opt/Counterbell/counterbell-watch';

test('a packaged console on Linux is started by the watcher that lies beside it', () => {
  expect(commandOfThis(app, started, (file) => file === watcher)).toEqual([watcher]);
  expect(commandOfThis(app, started, () => false)).toEqual([started.execPath]);
});

test('elsewhere, as an AppImage and from source it is started by its own name', () => {
  const all = () => true;
  expect(commandOfThis(app, { ...started, platform: 'darwin' }, all)).toEqual([started.execPath]);
  expect(commandOfThis(app, { ...started, env: { APPIMAGE: '/x.AppImage' } }, all)).toEqual(['/x.AppImage']);
  expect(commandOfThis({ ...app, isPackaged: false }, started, all)).toEqual([started.execPath, '/src']);
});
