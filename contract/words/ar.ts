// Arabic words that the window, the notifications and the tray say alike.
import type { SharedWords } from './words.ts';

export const ar = {
  newOrder: 'طلب جديد {{number}}',
  newOrders: {
    zero: 'لا جديد',
    one: 'طلب جديد',
    two: 'طلبان جديدان',
    few: '{{count}} طلبات جديدة',
    many: '{{count}} طلبًا جديدًا',
    other: '{{count}} طلب جديد',
  },
  table: 'طاولة {{name}}',
  order: 'الطلب {{number}}',
  pickUp: 'استلام',
  delivery: 'توصيل',
  stopBell: 'أوقف الجرس',
  tryNow: 'جرّب الآن',
  starting: 'بدء التشغيل',
  live: 'مباشر',
  catchingUp: 'جلب ما فات',
  offline: 'غير متصل',
  signedOut: 'تم تسجيل الخروج',
} satisfies SharedWords;
