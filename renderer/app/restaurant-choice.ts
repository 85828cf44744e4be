// Which restaurant a room shows: this console's, or another one that whoever is stepped in has a role in.
import { useState } from 'react';
import type { Membership } from '../../contract/api.ts';
import type { View } from '../../contract/view.ts';
import { useView } from './hooks.ts';

export type RestaurantChoice = {
  /** As a query takes it: null is this console's own. */
  restaurant: string | null;
  /** Those to choose from, this console's first where it is among them; with one there is nothing to choose. */
  offered: readonly Membership[];
  /** The one that is shown. */
  shown: string | null;
  choose: (id: string) => void;
};

type Suits = (role: Membership['role']) => boolean;
const any: Suits = () => true;
export const manages: Suits = (role) => role !== 'counter';

/** `view.restaurants` is empty while nobody is in, so nothing of another restaurant stays when they step out. */
export function choiceOf(
  { restaurant, restaurants }: Pick<View, 'restaurant' | 'restaurants'>,
  suits: Suits,
  wanted: string | null,
): Omit<RestaurantChoice, 'choose'> {
  const own = restaurant?.id ?? null;
  const offered = restaurants.filter(({ role }) => suits(role));
  const chosen =
    offered.find(({ id }) => id === wanted) ?? offered.find(({ id }) => id === own) ?? offered[0];
  const shown = chosen?.id ?? own;
  return { restaurant: shown === own ? null : shown, offered, shown };
}

export function useRestaurantChoice(suits: Suits = any): RestaurantChoice {
  const [wanted, choose] = useState<string | null>(null);
  const restaurant = useView((view) => view.restaurant);
  const restaurants = useView((view) => view.restaurants);
  return { ...choiceOf({ restaurant, restaurants }, suits, wanted), choose };
}
