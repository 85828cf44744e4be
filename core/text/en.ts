// English words of notifications and tray.
import { en as shared } from '../../contract/words/en.ts';
import type { Words } from './words.ts';

export const en: Words = {
  comma: ', ',
  toast: {
    placed: shared.newOrder,
    due: 'Order {{number}} is due now',
    unaccepted: shared.told.escalation,
    cancelled: 'Order {{number}} was CANCELLED',
    changed: 'Order {{number}} was changed',
    later: 'Order {{number}} for later',
    unknownOrder: 'A new order came in',
    unknownOrderHint: 'It cannot be read yet. Look at your order system.',
    cameIn: { one: '{{count}} order came in', other: '{{count}} orders came in' },
    andOldest: ', the oldest {{minutes}} min ago',
    told: shared.told,
    messages: shared.newMessages,
    table: shared.table,
    pickUp: shared.pickUp,
    delivery: shared.delivery,
    chat: 'New message',
    chatOwn: 'Team',
    test: 'Test notification',
    testHint: 'New orders are shown like this. There is nothing to do.',
  },
  tray: {
    waiting: shared.newOrders,
    messages: shared.newMessages,
    open: 'Open',
    order: shared.order,
    stopBell: shared.stopBell,
    tryNow: shared.tryNow,
    quit: 'Quit',
  },
  status: {
    'not-enrolled': 'Not set up yet',
    starting: shared.starting,
    live: shared.live,
    'needs-update': 'Live, but needs an update',
    'catching-up': shared.catchingUp,
    polling: 'Slow line: orders still come',
    checked: 'Checking every few seconds',
    offline: shared.offline,
    'clock-wrong': "This computer's clock is wrong",
    'signed-out': shared.signedOut,
  },
};
