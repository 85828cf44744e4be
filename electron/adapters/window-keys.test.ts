import { expect, test } from 'vitest';
import { keysOf } from './window-keys.ts';

const plain = {
  type: 'keyDown',
  control: false,
  meta: false,
  alt: false,
  shift: false,
  isAutoRepeat: false,
} as const;
const q = { ...plain, key: 'q', control: true };
const f11 = { ...plain, key: 'F11' };

test.each([
  ['Ctrl+Q quits', q, 'linux', 'quit'],
  ['… also with Caps Lock', { ...q, key: 'Q' }, 'win32', 'quit'],
  ['… once, however long it is held', { ...q, isAutoRepeat: true }, 'linux', null],
  ['… when it is pressed', { ...q, type: 'keyUp' }, 'linux', null],
  ['… and no other combination', { ...q, shift: true }, 'linux', null],
  ['q is a letter', { ...q, control: false }, 'linux', null],
  ['F11 fills the screen', f11, 'linux', 'full-screen'],
  ['Alt+F11 is the desktop’s', { ...f11, alt: true }, 'win32', null],
  ['macOS has a menu for both', q, 'darwin', null],
  ['… of its own', f11, 'darwin', null],
] as const)('%s', (_says, input, platform, keys) => {
  expect(keysOf(input, platform)).toBe(keys);
});
