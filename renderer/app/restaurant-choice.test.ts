import { expect, test } from 'vitest';
import { view } from '../../tests/preview/fixtures.ts';
import { choiceOf, manages } from './restaurant-choice.ts';

const { restaurant } = view();
const own = { id: restaurant?.id ?? '', name: 'Corner Kitchen', role: 'counter' } as const;
const roma = { id: 'roma', name: 'Roma', role: 'manager' } as const;
const any = () => true;

test('nobody is in: this console’s own is shown, and nothing is offered, whatever was chosen before', () => {
  expect(choiceOf({ restaurant, restaurants: [] }, any, 'roma')).toEqual({
    restaurant: null,
    offered: [],
    shown: own.id,
  });
});

test('of several the one that was chosen is shown; as long as none was, this console’s own', () => {
  const restaurants = [own, roma];
  expect(choiceOf({ restaurant, restaurants }, any, null)).toMatchObject({ restaurant: null, shown: own.id });
  expect(choiceOf({ restaurant, restaurants }, any, 'roma')).toMatchObject({
    restaurant: 'roma',
    shown: 'roma',
    offered: restaurants,
  });
  expect(choiceOf({ restaurant, restaurants }, any, 'gone')).toMatchObject({ restaurant: null });
});

test('a room for managers offers those that one manages, and shows one of them at once', () => {
  expect(choiceOf({ restaurant, restaurants: [own, roma] }, manages, null)).toEqual({
    restaurant: 'roma',
    shown: 'roma',
    offered: [roma],
  });
});
