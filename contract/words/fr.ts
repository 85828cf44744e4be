// French words that the window, the notifications and the tray say alike.
import type { SharedWords } from './words.ts';

export const fr = {
  newOrder: 'Nouvelle commande {{number}}',
  newOrders: { one: '{{count}} nouvelle', many: '{{count}} nouvelles', other: '{{count}} nouvelles' },
  newMessages: {
    one: '{{count}} nouveau message',
    many: '{{count}} nouveaux messages',
    other: '{{count}} nouveaux messages',
  },
  told: {
    escalation: 'Personne n’a répondu à la commande {{number}}',
    'no-console': 'Aucune console ne s’entend',
    'console-gone': 'Certaines consoles sont injoignables',
    'webhook-failed': 'Les appels à l’aide ne sont pas transmis',
  },
  table: 'Table {{name}}',
  order: 'Commande {{number}}',
  pickUp: 'À emporter',
  delivery: 'Livraison',
  stopBell: 'Arrêter la sonnerie',
  tryNow: 'Essayer',
  quit: 'Quitter',
  starting: 'Démarrage',
  live: 'En direct',
  catchingUp: 'Rattrapage',
  offline: 'Hors ligne',
  signedOut: 'Déconnectée',
} satisfies SharedWords;
