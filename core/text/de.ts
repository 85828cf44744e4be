// German words of notifications and tray.
import type { Words } from './words.ts';

export const de: Words = {
  comma: ', ',
  toast: {
    placed: 'Neue Bestellung {{number}}',
    due: 'Bestellung {{number}} ist jetzt fällig',
    unaccepted: 'Auf Bestellung {{number}} hat niemand reagiert',
    cancelled: 'Bestellung {{number}} wurde STORNIERT',
    changed: 'Bestellung {{number}} wurde geändert',
    later: 'Bestellung {{number}} für später',
    anonymous: 'Eine neue Bestellung ist da',
    anonymousHint: 'Sie lässt sich noch nicht lesen. Bitte im Bestellsystem nachsehen.',
    cameIn: { one: '{{count}} Bestellung ist da', other: '{{count}} Bestellungen sind da' },
    andOldest: ', die älteste seit {{minutes}} Min.',
    table: 'Tisch {{name}}',
    pickUp: 'Abholung',
    delivery: 'Lieferung',
  },
  tray: {
    waiting: { one: '{{count}} neu', other: '{{count}} neu' },
    open: 'Öffnen',
    order: 'Bestellung {{number}}',
    stopBell: 'Klingel stoppen',
    tryNow: 'Jetzt versuchen',
    quit: 'Beenden',
  },
  status: {
    'not-enrolled': 'Nicht eingerichtet',
    starting: 'Startet',
    live: 'Live',
    'needs-update': 'Live, braucht aber ein Update',
    'catching-up': 'Holt nach',
    polling: 'Langsam: Bestellungen kommen weiter',
    checked: 'Prüft alle paar Sekunden',
    offline: 'Offline',
    'clock-wrong': 'Die Uhr dieses Computers geht falsch',
    'signed-out': 'Abgemeldet',
  },
};
