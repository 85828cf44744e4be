import { expect, test } from 'vitest';
import { databaseAddress } from './open.ts';

test.each([
  ['data/shop.db', { kind: 'sqlite', file: 'data/shop.db' }],
  ['sqlite:data/shop.db', { kind: 'sqlite', file: 'data/shop.db' }],
  ['sqlite:///var/shop.db', { kind: 'sqlite', file: '/var/shop.db' }],
  ['file:/var/shop.db', { kind: 'sqlite', file: '/var/shop.db' }],
  ['C:\\shop\\shop.db', { kind: 'sqlite', file: 'C:\\shop\\shop.db' }],
  ['postgres://u@h/d', { kind: 'postgres', url: 'postgres://u@h/d' }],
  ['postgresql://u@h/d', { kind: 'postgres', url: 'postgresql://u@h/d' }],
])('%s', (url, address) => {
  expect(databaseAddress(url)).toEqual(address);
});

test('an address of a database that is not supported says which are', () => {
  expect(() => databaseAddress('mysql://localhost/x')).toThrow(/sqlite:PATH.*postgres/);
  expect(() => databaseAddress('sqlite:')).toThrow(/names no file/);
});
