import { expect, test } from 'vitest';
import { createBadge } from './badge.ts';

const shownOn = (platform: NodeJS.Platform): number[] => {
  const shown: number[] = [];
  const app = { setBadgeCount: (count = -1) => shown.push(count) > 0 };
  const badge = createBadge(app, platform);
  badge.show(3);
  badge.show(0);
  return shown;
};

test('the number stands on the icon, and goes with the last unread one', () => {
  expect(shownOn('darwin')).toEqual([3, 0]);
  expect(shownOn('linux')).toEqual([3, 0]);
});

test('Windows, which has no such number, is not asked for one', () => {
  expect(shownOn('win32')).toEqual([]);
});
