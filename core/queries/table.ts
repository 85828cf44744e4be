// Every query the window may ask, by its name in the contract: one that is missing here does not compile.
import type { Asked, QueryName, Value } from '../../contract/queries.ts';
import { devicesList } from './devices-list.ts';
import { inboxPage } from './inbox-page.ts';
import { chatOlder } from './chat-older.ts';
import { orderTimeline } from './order-timeline.ts';
import { ordersHistory } from './orders-history.ts';
import { phonesList } from './phones-list.ts';
import type { Query } from './query.ts';

export const table: { readonly [N in QueryName]: Query<Asked<N>, Value<N>> } = {
  'order.timeline': orderTimeline,
  'orders.history': ordersHistory,
  'inbox.page': inboxPage,
  'chat.older': chatOlder,
  'devices.list': devicesList,
  'phones.list': phonesList,
};
