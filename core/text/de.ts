// German words of notifications and tray.
import { de as shared } from '../../contract/words/de.ts';
import type { Words } from './words.ts';

export const de: Words = {
  comma: ', ',
  toast: {
    placed: shared.newOrder,
    due: 'Bestellung {{number}} ist jetzt fällig',
    unaccepted: shared.told.escalation,
    cancelled: 'Bestellung {{number}} wurde STORNIERT',
    changed: 'Bestellung {{number}} wurde geändert',
    later: 'Bestellung {{number}} für später',
    unknownOrder: 'Eine neue Bestellung ist da',
    unknownOrderHint: 'Sie lässt sich noch nicht lesen. Bitte im Bestellsystem nachsehen.',
    cameIn: { one: '{{count}} Bestellung ist da', other: '{{count}} Bestellungen sind da' },
    andOldest: ', die älteste seit {{minutes}} Min.',
    told: shared.told,
    messages: shared.newMessages,
    table: shared.table,
    pickUp: shared.pickUp,
    delivery: shared.delivery,
    chat: 'Neue Nachricht',
    chatOwn: 'Team',
    test: 'Test-Benachrichtigung',
    testHint: 'So werden neue Bestellungen angezeigt. Es ist nichts zu tun.',
  },
  tray: {
    waiting: shared.newOrders,
    messages: shared.newMessages,
    open: 'Öffnen',
    order: shared.order,
    stopBell: shared.stopBell,
    tryNow: shared.tryNow,
    quit: 'Beenden',
  },
  status: {
    'not-enrolled': 'Nicht eingerichtet',
    starting: shared.starting,
    live: shared.live,
    'needs-update': 'Live, braucht aber ein Update',
    'catching-up': shared.catchingUp,
    polling: 'Langsam: Bestellungen kommen weiter',
    checked: 'Prüft alle paar Sekunden',
    offline: shared.offline,
    'clock-wrong': 'Die Uhr dieses Computers geht falsch',
    'signed-out': shared.signedOut,
  },
};
