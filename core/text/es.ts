// Spanish words of notifications and tray.
import type { Words } from './words.ts';

export const es: Words = {
  comma: ', ',
  toast: {
    placed: 'Pedido nuevo {{number}}',
    due: 'Ya toca el pedido {{number}}',
    unaccepted: 'Nadie ha respondido al pedido {{number}}',
    cancelled: 'Pedido {{number}} ANULADO',
    changed: 'Pedido {{number}} cambiado',
    later: 'Pedido {{number}} para más tarde',
    anonymous: 'Ha llegado un pedido nuevo',
    anonymousHint: 'Aún no se puede leer. Mire en su sistema de pedidos.',
    cameIn: {
      one: 'Ha llegado {{count}} pedido',
      many: 'Han llegado {{count}} pedidos',
      other: 'Han llegado {{count}} pedidos',
    },
    andOldest: ', el primero hace {{minutes}} min',
    table: 'Mesa {{name}}',
    pickUp: 'Recoger',
    delivery: 'Entrega',
  },
  tray: {
    waiting: { one: '{{count}} nuevo', many: '{{count}} nuevos', other: '{{count}} nuevos' },
    open: 'Abrir',
    order: 'Pedido {{number}}',
    stopBell: 'Parar timbre',
    tryNow: 'Probar ahora',
    quit: 'Salir',
  },
  status: {
    'not-enrolled': 'Sin configurar',
    starting: 'Empezando',
    live: 'En directo',
    'needs-update': 'En directo, pero necesita una actualización',
    'catching-up': 'Poniéndose al día',
    polling: 'Línea lenta: los pedidos siguen llegando',
    checked: 'Comprueba cada pocos segundos',
    offline: 'Sin conexión',
    'clock-wrong': 'La hora de este ordenador está mal',
    'signed-out': 'Desconectado',
  },
};
