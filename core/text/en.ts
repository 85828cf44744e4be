// English words of notifications and tray.
import type { Words } from './words.ts';

export const en: Words = {
  comma: ', ',
  toast: {
    placed: 'New order {{number}}',
    due: 'Order {{number}} is due now',
    unaccepted: 'Nobody has answered order {{number}}',
    cancelled: 'Order {{number}} was CANCELLED',
    changed: 'Order {{number}} was changed',
    later: 'Order {{number}} for later',
    anonymous: 'A new order came in',
    anonymousHint: 'It cannot be read yet. Look at your order system.',
    cameIn: { one: '{{count}} order came in', other: '{{count}} orders came in' },
    andOldest: ', the oldest {{minutes}} min ago',
    table: 'Table {{name}}',
    pickUp: 'Pick-up',
    delivery: 'Delivery',
  },
  tray: {
    waiting: { one: '{{count}} new', other: '{{count}} new' },
    open: 'Open',
    order: 'Order {{number}}',
    stopBell: 'Stop bell',
    tryNow: 'Try now',
    quit: 'Quit',
  },
  status: {
    'not-enrolled': 'Not set up yet',
    starting: 'Starting',
    live: 'Live',
    'needs-update': 'Live, but needs an update',
    'catching-up': 'Catching up',
    polling: 'Slow line: orders still come',
    checked: 'Checking every few seconds',
    offline: 'Offline',
    'clock-wrong': "This computer's clock is wrong",
    'signed-out': 'Signed out',
  },
};
