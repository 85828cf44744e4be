// French words of notifications and tray.
import type { Words } from './words.ts';

export const fr: Words = {
  comma: ', ',
  toast: {
    placed: 'Nouvelle commande {{number}}',
    due: 'C’est l’heure de la commande {{number}}',
    unaccepted: 'Personne n’a répondu à la commande {{number}}',
    cancelled: 'Commande {{number}} ANNULÉE',
    changed: 'Commande {{number}} changée',
    later: 'Commande {{number}} pour plus tard',
    anonymous: 'Une nouvelle commande est arrivée',
    anonymousHint: 'Elle ne peut pas encore être lue. Regardez dans votre système de commandes.',
    cameIn: {
      one: '{{count}} commande est arrivée',
      many: '{{count}} commandes sont arrivées',
      other: '{{count}} commandes sont arrivées',
    },
    andOldest: ', la première il y a {{minutes}} min',
    table: 'Table {{name}}',
    pickUp: 'À emporter',
    delivery: 'Livraison',
  },
  tray: {
    waiting: { one: '{{count}} nouvelle', many: '{{count}} nouvelles', other: '{{count}} nouvelles' },
    open: 'Ouvrir',
    order: 'Commande {{number}}',
    stopBell: 'Arrêter la sonnerie',
    tryNow: 'Essayer',
    quit: 'Quitter',
  },
  status: {
    'not-enrolled': 'Pas installée',
    starting: 'Démarrage',
    live: 'En direct',
    'needs-update': 'En direct, mais une mise à jour est nécessaire',
    'catching-up': 'Rattrapage',
    polling: 'Ligne lente : les commandes arrivent',
    checked: 'Vérifie à quelques secondes d’intervalle',
    offline: 'Hors ligne',
    'clock-wrong': 'L’heure de cet ordinateur est fausse',
    'signed-out': 'Déconnectée',
  },
};
