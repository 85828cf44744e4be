// Spanish words of notifications and tray.
import { es as shared } from '../../contract/words/es.ts';
import type { Words } from './words.ts';

export const es: Words = {
  comma: ', ',
  toast: {
    placed: shared.newOrder,
    due: 'Ya toca el pedido {{number}}',
    unaccepted: shared.told.escalation,
    cancelled: 'Pedido {{number}} ANULADO',
    changed: 'Pedido {{number}} cambiado',
    later: 'Pedido {{number}} para más tarde',
    unknownOrder: 'Ha llegado un pedido nuevo',
    unknownOrderHint: 'Aún no se puede leer. Mire en su sistema de pedidos.',
    cameIn: {
      one: 'Ha llegado {{count}} pedido',
      many: 'Han llegado {{count}} pedidos',
      other: 'Han llegado {{count}} pedidos',
    },
    andOldest: ', el primero hace {{minutes}} min',
    told: shared.told,
    messages: shared.newMessages,
    table: shared.table,
    pickUp: shared.pickUp,
    delivery: shared.delivery,
    chat: 'Mensaje nuevo',
    chatOwn: 'Equipo',
    test: 'Notificación de prueba',
    testHint: 'Así se muestran los pedidos nuevos. No hay que hacer nada.',
  },
  tray: {
    waiting: shared.newOrders,
    messages: shared.newMessages,
    open: 'Abrir',
    order: shared.order,
    stopBell: shared.stopBell,
    tryNow: shared.tryNow,
    quit: 'Salir',
  },
  status: {
    'not-enrolled': 'Sin configurar',
    starting: shared.starting,
    live: shared.live,
    'needs-update': 'En directo, pero necesita una actualización',
    'catching-up': shared.catchingUp,
    polling: 'Línea lenta: los pedidos siguen llegando',
    checked: 'Comprueba cada pocos segundos',
    offline: shared.offline,
    'clock-wrong': 'La hora de este ordenador está mal',
    'signed-out': shared.signedOut,
  },
};
