// Arabic words of notifications and tray.
import { ar as shared } from '../../contract/words/ar.ts';
import type { Words } from './words.ts';

export const ar: Words = {
  comma: '، ',
  toast: {
    placed: shared.newOrder,
    due: 'حان وقت الطلب {{number}}',
    unaccepted: 'لم يرد أحد على الطلب {{number}}',
    cancelled: 'أُلغي الطلب {{number}}',
    changed: 'تغيّر الطلب {{number}}',
    later: 'الطلب {{number}} لوقت لاحق',
    unknownOrder: 'وصل طلب جديد',
    unknownOrderHint: 'لا يمكن قراءته بعد. انظر في نظام الطلبات.',
    cameIn: {
      zero: 'لم يصل أي طلب',
      one: 'وصل طلب واحد',
      two: 'وصل طلبان',
      few: 'وصلت {{count}} طلبات',
      many: 'وصل {{count}} طلبًا',
      other: 'وصل {{count}} طلب',
    },
    andOldest: '، الأقدم قبل {{minutes}} د',
    messages: shared.newMessages,
    table: shared.table,
    pickUp: shared.pickUp,
    delivery: shared.delivery,
    chat: 'رسالة جديدة',
    chatOwn: 'الفريق',
  },
  tray: {
    waiting: shared.newOrders,
    messages: shared.newMessages,
    open: 'افتح',
    order: shared.order,
    stopBell: shared.stopBell,
    tryNow: shared.tryNow,
    quit: 'إنهاء',
  },
  status: {
    'not-enrolled': 'غير مُعد',
    starting: shared.starting,
    live: shared.live,
    'needs-update': 'متصل، لكنه يحتاج إلى تحديث',
    'catching-up': shared.catchingUp,
    polling: 'خط بطيء: الطلبات ما زالت تصل',
    checked: 'تحقق كل بضع ثوانٍ',
    offline: shared.offline,
    'clock-wrong': 'ساعة هذا الحاسوب خاطئة',
    'signed-out': shared.signedOut,
  },
};
