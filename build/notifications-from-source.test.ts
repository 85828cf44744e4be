import { expect, test, vi } from 'vitest';
import { appId as productsId } from '../electron/identity.ts';
import { appId, macSteps, prepareNotifications } from './notifications-from-source.mjs';

const runtime = {
  path: '/x/electron',
  dist: '/x',
  version: '45.0.0',
  source: 'download',
  releasable: true,
} as const;

test('Linux starts the runtime as it is', async () => {
  expect(await prepareNotifications(runtime, { platform: 'linux' })).toBe('/x/electron');
});

test('on macOS the copy gets its own id first and is signed last, or the signature would not fit', () => {
  const steps = macSteps('/copy/Counterbell.app');
  expect(steps[0]).toEqual([
    'plutil',
    [
      '-replace',
      'CFBundleIdentifier',
      '-string',
      `${appId}.source`,
      '/copy/Counterbell.app/Contents/Info.plist',
    ],
  ]);
  expect(steps.at(-1)).toEqual(['codesign', ['--force', '--deep', '--sign', '-', '/copy/Counterbell.app']]);
});

test('a system that cannot be told about the program is said, and the console starts all the same', async () => {
  const said: string[] = [];
  vi.stubEnv('APPDATA', '');
  const path = await prepareNotifications(runtime, {
    platform: 'win32',
    say: (line) => said.push(line),
  });
  vi.unstubAllEnvs();
  expect(path).toBe('/x/electron');
  expect(said).toEqual([expect.stringMatching(/notifications may not be shown.*APPDATA is not set/)]);
});

test('the shortcut and the program name the same id', () => {
  expect(appId).toBe(productsId);
});
