import { expect, test } from 'vitest';
import { restarts } from './faults.ts';
import { startAnew } from './restart.ts';

function start({
  visible = false,
  restartedAt = [] as number[],
  appImage = undefined as string | undefined,
} = {}) {
  const asked: unknown[] = [];
  const done = startAnew({
    app: { relaunch: (options) => void asked.push(options) },
    windows: () => [{ isVisible: () => false }, { isVisible: () => visible }],
    words: ['--user-data-dir=/data'],
    restartedAt,
    now: () => 1e12,
    appImage,
    lifeSign: null,
  });
  return { done, asked };
}

test('in the tray it comes back in the tray, and with its window where somebody sees it', () => {
  const args = ['--user-data-dir=/data', `--restarted-at=${1e12}`];
  expect(start()).toEqual({ done: true, asked: [{ args: [...args, '--hidden'] }] });
  expect(start({ visible: true })).toEqual({ done: true, asked: [{ args }] });
});

test('an AppImage is started by its own name', () => {
  expect(start({ appImage: '/opt/Counterbell.AppImage' }).asked).toMatchObject([
    { execPath: '/opt/Counterbell.AppImage' },
  ]);
});

test('only so often in so short a time', () => {
  const restartedAt = Array.from({ length: restarts.most }, () => 1e12 - 1);
  expect(start({ restartedAt })).toEqual({ done: false, asked: [] });
});
