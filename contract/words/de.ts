// German words that the window, the notifications and the tray say alike.
import type { SharedWords } from './words.ts';

export const de = {
  newOrder: 'Neue Bestellung {{number}}',
  newOrders: { one: '{{count}} neu', other: '{{count}} neu' },
  newMessages: { one: '{{count}} neue Nachricht', other: '{{count}} neue Nachrichten' },
  told: {
    escalation: 'Auf Bestellung {{number}} hat niemand reagiert',
    'no-console': 'Keine Konsole ist zu hören',
    'console-gone': 'Nicht jede Konsole ist erreichbar',
    'webhook-failed': 'Hilferufe werden nicht weitergegeben',
  },
  table: 'Tisch {{name}}',
  order: 'Bestellung {{number}}',
  pickUp: 'Abholung',
  delivery: 'Lieferung',
  stopBell: 'Klingel stoppen',
  tryNow: 'Jetzt versuchen',
  quit: 'Beenden',
  starting: 'Startet',
  live: 'Live',
  catchingUp: 'Holt nach',
  offline: 'Offline',
  signedOut: 'Abgemeldet',
} satisfies SharedWords;
