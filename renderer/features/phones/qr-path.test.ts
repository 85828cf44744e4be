import { expect, test } from 'vitest';
import { generate } from 'lean-qr';
import { qrPath } from './qr-path.ts';

test('each dark square is drawn once, within its edge', () => {
  const get = (x: number, y: number) => x === 1 && y === 0;
  expect(qrPath({ size: 2, get })).toBe('M5 4h1v1h-1z');
});

test('a link’s code has the three marks by which a camera finds it', () => {
  const code = generate(`https://orders.example/phone/cbq_${'x'.repeat(43)}`);
  const mark = ['#######', '#.....#', '#.###.#', '#.###.#', '#.###.#', '#.....#', '#######'];
  const at = (left: number, top: number) =>
    mark.map((row, y) => [...row].map((_, x) => (code.get(left + x, top + y) ? '#' : '.')).join(''));
  expect(at(0, 0)).toEqual(mark);
  expect(at(code.size - 7, 0)).toEqual(mark);
  expect(at(0, code.size - 7)).toEqual(mark);
  expect(qrPath(code).split('M').length).toBeGreaterThan(200);
});
