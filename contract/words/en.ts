// English words that the window, the notifications and the tray say alike.
import type { SharedWords } from './words.ts';

export const en = {
  newOrder: 'New order {{number}}',
  newOrders: { one: '{{count}} new', other: '{{count}} new' },
  newMessages: { one: '{{count}} new message', other: '{{count}} new messages' },
  told: {
    escalation: 'Nobody has answered order {{number}}',
    'no-console': 'No console can be heard',
    'console-gone': 'Not every console can be reached',
    'webhook-failed': 'Calls for help are not passed on',
  },
  table: 'Table {{name}}',
  order: 'Order {{number}}',
  pickUp: 'Pick-up',
  delivery: 'Delivery',
  stopBell: 'Stop bell',
  tryNow: 'Try now',
  quit: 'Quit',
  starting: 'Starting',
  live: 'Live',
  catchingUp: 'Catching up',
  offline: 'Offline',
  signedOut: 'Signed out',
} satisfies SharedWords;
