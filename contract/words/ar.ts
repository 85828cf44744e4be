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
  newMessages: {
    zero: 'لا رسائل جديدة',
    one: 'رسالة جديدة واحدة',
    two: 'رسالتان جديدتان',
    few: '{{count}} رسائل جديدة',
    many: '{{count}} رسالة جديدة',
    other: '{{count}} رسالة جديدة',
  },
  told: {
    escalation: 'لم يرد أحد على الطلب {{number}}',
    'no-console': 'لا تُسمع أي شاشة',
    'console-gone': 'لا يمكن الوصول إلى كل الشاشات',
    'webhook-failed': 'نداءات المساعدة لا تُنقل',
  },
  table: 'طاولة {{name}}',
  order: 'الطلب {{number}}',
  pickUp: 'استلام',
  delivery: 'توصيل',
  stopBell: 'أوقف الجرس',
  tryNow: 'جرّب الآن',
  quit: 'إنهاء',
  starting: 'بدء التشغيل',
  live: 'مباشر',
  catchingUp: 'جلب ما فات',
  offline: 'غير متصل',
  signedOut: 'تم تسجيل الخروج',
} satisfies SharedWords;
