// English words that the window, the notifications and the tray say alike.
import type { SharedWords } from './words.ts';

export const en = {
  newOrder: 'New order {{number}}',
  newOrders: { one: '{{count}} new', other: '{{count}} new' },
  newMessages: { one: '{{count}} new message', other: '{{count}} new messages' },
  table: 'Table {{name}}',
  order: 'Order {{number}}',
  pickUp: 'Pick-up',
  delivery: 'Delivery',
  stopBell: 'Stop bell',
  tryNow: 'Try now',
  starting: 'Starting',
  live: 'Live',
  catchingUp: 'Catching up',
  offline: 'Offline',
  signedOut: 'Signed out',
} satisfies SharedWords;
