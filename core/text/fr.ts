// French words of notifications and tray.
import { fr as shared } from '../../contract/words/fr.ts';
import type { Words } from './words.ts';

export const fr: Words = {
  comma: ', ',
  toast: {
    placed: shared.newOrder,
    due: 'C’est l’heure de la commande {{number}}',
    unaccepted: shared.told.escalation,
    cancelled: 'Commande {{number}} ANNULÉE',
    changed: 'Commande {{number}} changée',
    later: 'Commande {{number}} pour plus tard',
    unknownOrder: 'Une nouvelle commande est arrivée',
    unknownOrderHint: 'Elle ne peut pas encore être lue. Regardez dans votre système de commandes.',
    cameIn: {
      one: '{{count}} commande est arrivée',
      many: '{{count}} commandes sont arrivées',
      other: '{{count}} commandes sont arrivées',
    },
    andOldest: ', la première il y a {{minutes}} min',
    told: shared.told,
    messages: shared.newMessages,
    table: shared.table,
    pickUp: shared.pickUp,
    delivery: shared.delivery,
    chat: 'Nouveau message',
    chatOwn: 'Équipe',
    test: 'Notification d’essai',
    testHint: 'Les nouvelles commandes s’affichent ainsi. Il n’y a rien à faire.',
  },
  tray: {
    waiting: shared.newOrders,
    messages: shared.newMessages,
    open: 'Ouvrir',
    order: shared.order,
    stopBell: shared.stopBell,
    tryNow: shared.tryNow,
    quit: 'Quitter',
  },
  status: {
    'not-enrolled': 'Pas installée',
    starting: shared.starting,
    live: shared.live,
    'needs-update': 'En direct, mais une mise à jour est nécessaire',
    'catching-up': shared.catchingUp,
    polling: 'Ligne lente : les commandes arrivent',
    checked: 'Vérifie à quelques secondes d’intervalle',
    offline: shared.offline,
    'clock-wrong': 'L’heure de cet ordinateur est fausse',
    'signed-out': shared.signedOut,
  },
};
