import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { intoSight, isVisibleOn, readBounds, writeBounds } from './window-bounds.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-bounds-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = path.join(folder, 'window.json');
const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }];
const place = { x: 100, y: 50, width: 1200, height: 800, maximized: false };

test('the window comes back where it was', () => {
  writeBounds(file, place);
  expect(readBounds(file, screens)).toEqual(place);
});

test('a screen that was taken away does not take the window with it', () => {
  writeBounds(file, { ...place, x: 2500 });
  expect(readBounds(file, screens)).toBeNull();
  expect(isVisibleOn({ ...place, x: 1900 }, screens)).toBe(false);
  expect(isVisibleOn({ ...place, x: 1800 }, screens)).toBe(true);
  expect(isVisibleOn({ ...place, x: -1250, y: 0 }, screens)).toBe(false);
});

test.each(['', '{', '[]', '{"x":"a"}', '{"x":1,"y":2,"width":0,"height":5,"maximized":false}'])(
  'nonsense in the file is no place: %s',
  (text) => {
    writeFileSync(file, text);
    expect(readBounds(file, screens)).toBeNull();
  },
);

test('without a file, or a place to write it, nothing happens', () => {
  expect(readBounds(path.join(folder, 'none'), screens)).toBeNull();
  expect(() => writeBounds(path.join(folder, 'none/below'), place)).not.toThrow();
});

test('a window whose screen is unplugged comes onto the one that is left, as large as fits', () => {
  expect(intoSight({ ...place, x: 2500 }, screens)).toEqual({ x: 360, y: 140, width: 1200, height: 800 });
  expect(intoSight({ x: 2500, y: 0, width: 3000, height: 2000 }, screens)).toEqual({ ...screens[0] });
  expect(intoSight(place, screens)).toBeNull();
  expect(intoSight(place, [])).toBeNull();
});
