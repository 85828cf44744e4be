import { expect, test } from 'vitest';
import { shown } from '../../tests/preview/fixtures.ts';
import { matches } from './search.ts';

const { order } = shown({
  number: '1048',
  customer: { name: 'José Müller', phone: '+49 151 / 123-4567' },
  fulfilment: { kind: 'dine-in', table: 'Terrace 4' },
  items: [{ name: 'Crème brûlée' }, { name: 'Pad Thai' }],
});

test.each(['104', 'jose', 'MÜLLER', 'muller', 'creme', 'pad thai', 'terrace', 'thai 1048', '  ', ''])(
  '"%s" finds it',
  (query) => {
    expect(matches(order, query)).toBe(true);
  },
);

test.each(['1049', 'ramen', 'thai ramen'])('"%s" does not', (query) => {
  expect(matches(order, query)).toBe(false);
});

test.each(['0151 123', '+49151', '1234567', '٠١٥١'])(
  'a telephone number is found by "%s", where it is looked for',
  (query) => {
    expect(matches(order, query, { phone: true })).toBe(true);
    expect(matches(order, query)).toBe(false);
  },
);

test.each(['15', 'Table 151', '0152'])('"%s" is no piece of it', (query) => {
  expect(matches(order, query, { phone: true })).toBe(false);
});
