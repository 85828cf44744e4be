// Opens the order that a notification is about; one that is not on this console (any more) is looked up first.
import { useState } from 'react';
import type { FoundOrder, QueryWhy } from '../../../contract/queries.ts';
import type { NotificationView } from '../../../contract/view.ts';
import { useConsole } from '../../app/hooks.ts';

type Mentioned = NonNullable<NotificationView['order']>;
const place = 'order of a message';

/** `why`: it could not be looked up. */
export function useOpenOrder(restaurant: string | null): {
  open: (order: Mentioned) => void;
  why: QueryWhy | null;
} {
  const { store, queries, clock, navigation } = useConsole();
  const [why, setWhy] = useState<QueryWhy | null>(null);

  async function open({ id, number }: Mentioned): Promise<void> {
    const view = store.get();
    const isHere =
      view?.orders.some(({ order }) => order.id === id) || view?.unreadable.some((one) => one.id === id);
    if (isHere && restaurant === null) return navigation.open('order', { order: id });
    setWhy(null);
    const search = { text: number, day: null, before: null, restaurant };
    const answer = await queries.ask('orders.history', place, search);
    if (!answer.ok) return setWhy(answer.why);
    const found = answer.value.orders.find((one) => idOf(one) === id);
    if (found === undefined) return setWhy('gone');
    const where = restaurant === null ? {} : { restaurant };
    return navigation.open('order', { order: id, found, foundAt: clock.now(), ...where });
  }
  return { open: (order) => void open(order), why };
}

const idOf = (found: FoundOrder): string => (found.kind === 'order' ? found.order.id : found.id);
