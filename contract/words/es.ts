// Spanish words that the window, the notifications and the tray say alike.
import type { SharedWords } from './words.ts';

export const es = {
  newOrder: 'Pedido nuevo {{number}}',
  newOrders: { one: '{{count}} nuevo', many: '{{count}} nuevos', other: '{{count}} nuevos' },
  newMessages: {
    one: '{{count}} mensaje nuevo',
    many: '{{count}} mensajes nuevos',
    other: '{{count}} mensajes nuevos',
  },
  told: {
    escalation: 'Nadie ha respondido al pedido {{number}}',
    'no-console': 'No se oye ninguna consola',
    'console-gone': 'No se puede contactar con todas las consolas',
    'webhook-failed': 'Las llamadas de ayuda no se transmiten',
  },
  table: 'Mesa {{name}}',
  order: 'Pedido {{number}}',
  pickUp: 'Recoger',
  delivery: 'Entrega',
  stopBell: 'Parar timbre',
  tryNow: 'Probar ahora',
  quit: 'Salir',
  starting: 'Empezando',
  live: 'En directo',
  catchingUp: 'Poniéndose al día',
  offline: 'Sin conexión',
  signedOut: 'Desconectado',
} satisfies SharedWords;
