import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { TrayIcon } from '../../core/ports/tray-model.ts';
import { projectRoot } from '../paths.mjs';
import { icns, ico } from './containers.mjs';
import { trayStates } from './drawings.mjs';

const read = (name: string) => readFileSync(path.join(projectRoot, 'build/icons', name));
/** Width and height as the picture itself states them. */
const sizeOf = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)];
const isPng = (bytes: Buffer) => bytes.subarray(0, 8).toString('latin1') === '\x89PNG\r\n\x1a\n';

test('every state of the tray has a picture in every size', () => {
  const states: readonly TrayIcon[] = trayStates;
  expect(states.toSorted()).toEqual(['attention', 'idle', 'live', 'offline'] satisfies TrayIcon[]);
  for (const state of states)
    for (const size of [16, 24, 32, 48]) {
      expect(sizeOf(read(`tray-${state}-${size}.png`))).toEqual([size, size]);
      expect(sizeOf(read(`tray-${state}-${size}@2x.png`))).toEqual([2 * size, 2 * size]);
    }
});

test('two states never share a picture', () => {
  const pictures = trayStates.map((state) => read(`tray-${state}-16.png`).toString('base64'));
  expect(new Set(pictures).size).toBe(trayStates.length);
});

test('an .ico names each picture with its size and place', () => {
  const icon = read('icon.ico');
  const sizes = Array.from({ length: icon.readUInt16LE(4) }, (_, index) => {
    const at = 6 + 16 * index;
    const png = icon.subarray(
      icon.readUInt32LE(at + 12),
      icon.readUInt32LE(at + 12) + icon.readUInt32LE(at + 8),
    );
    expect(isPng(png)).toBe(true);
    expect(sizeOf(png)[0]).toBe(icon.readUInt8(at) || 256);
    return sizeOf(png)[0];
  });
  expect(sizes).toEqual([16, 24, 32, 48, 64, 128, 256]);
  expect(ico([{ size: 256, png: Buffer.from('x') }]).readUInt8(6)).toBe(0);
});

test('an .icns is as long as it says and holds a picture of 1024', () => {
  const icon = read('icon.icns');
  expect(icon.subarray(0, 4).toString()).toBe('icns');
  expect(icon.readUInt32BE(4)).toBe(icon.length);
  const large = icon.indexOf('ic10');
  expect(sizeOf(icon.subarray(large + 8))).toEqual([1024, 1024]);
  expect(icns([]).length).toBe(8);
});
