// Arabic words of notifications and tray.
import type { Words } from './words.ts';

export const ar: Words = {
  comma: '، ',
  toast: {
    placed: 'طلب جديد {{number}}',
    due: 'حان وقت الطلب {{number}}',
    unaccepted: 'لم يرد أحد على الطلب {{number}}',
    cancelled: 'أُلغي الطلب {{number}}',
    changed: 'تغيّر الطلب {{number}}',
    later: 'الطلب {{number}} لوقت لاحق',
    anonymous: 'وصل طلب جديد',
    anonymousHint: 'لا يمكن قراءته بعد. انظر في نظام الطلبات.',
    cameIn: {
      zero: 'لم يصل أي طلب',
      one: 'وصل طلب واحد',
      two: 'وصل طلبان',
      few: 'وصلت {{count}} طلبات',
      many: 'وصل {{count}} طلبًا',
      other: 'وصل {{count}} طلب',
    },
    andOldest: '، الأقدم قبل {{minutes}} د',
    table: 'طاولة {{name}}',
    pickUp: 'استلام',
    delivery: 'توصيل',
  },
  tray: {
    waiting: {
      zero: 'لا جديد',
      one: 'طلب جديد',
      two: 'طلبان جديدان',
      few: '{{count}} طلبات جديدة',
      many: '{{count}} طلبًا جديدًا',
      other: '{{count}} طلب جديد',
    },
    open: 'افتح',
    order: 'الطلب {{number}}',
    stopBell: 'أوقف الجرس',
    tryNow: 'جرّب الآن',
    quit: 'إنهاء',
  },
  status: {
    'not-enrolled': 'غير مُعد',
    starting: 'بدء التشغيل',
    live: 'مباشر',
    'catching-up': 'جلب ما فات',
    polling: 'خط بطيء: الطلبات ما زالت تصل',
    checked: 'تحقق كل بضع ثوانٍ',
    offline: 'غير متصل',
    'clock-wrong': 'ساعة هذا الحاسوب خاطئة',
    'signed-out': 'تم تسجيل الخروج',
  },
};
