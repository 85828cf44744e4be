// Has a notification pushed to the people who want to be called for it, wherever they are signed in, and to their phones.
import type { Store } from '../db/store.ts';
import { queuePush } from '../push/index.ts';
import { getRestaurantInFull } from '../restaurant/restaurants.ts';
import type { QueuePush } from './notify.ts';

export const pushNotification =
  (store: Store): QueuePush =>
  async (tx, { people, quietly, restaurant, notification, about, at }) => {
    const named = restaurant === null ? null : await getRestaurantInFull(tx, restaurant);
    const { id, kind, title, body, order } = notification;
    const news = { id, kind, title, body, restaurant: named?.name ?? '', order, about, now: at };
    await queuePush(store, tx, people, news, quietly);
  };
