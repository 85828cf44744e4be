// What is zipped is read back by a reader that begins at the end, as readers do.
import { expect, test } from 'vitest';
import { unzip } from '../../tests/support/unzip.ts';
import { zip } from './zip.ts';

test('names, texts, sums and times come back', () => {
  const long = 'The same line again and again.\n'.repeat(10_000);
  const files = [
    { name: 'README.txt', text: '123456789' },
    { name: 'logs/ä→.log', text: 'Grüße, العربية' },
    { name: 'empty', text: '' },
    { name: 'long.log', text: long },
  ];
  const file = zip(files, new Date('2026-11-29T03:15:42Z'));
  expect(unzip(file).map(({ name, text }) => ({ name, text }))).toEqual(files);
  // The check value of this CRC, as every implementation has it.
  expect(unzip(file)[0]).toMatchObject({ crc: 0xcbf43926, at: '2026-11-29 3:15' });
  expect(file.length).toBeLessThan(long.length / 20);
});

test('one without files is a zip file as well', () => {
  expect(unzip(zip([], new Date(0)))).toEqual([]);
});
