// The page's words in five languages. Short, and nothing we cannot know.
import type { ReadStatus } from '../../../contract/order.ts';

export type Link = 'live' | 'polling' | 'offline';
export type Words = {
  order: string;
  status: Record<ReadStatus, string>;
  promised: (time: string) => string;
  link: Record<Link, string>;
  ringMe: string;
  willRing: string;
  steps: [string, string, string];
  unknownOrder: string;
  unknownOrderHelp: string;
};

const en: Words = {
  order: 'Order',
  status: {
    new: 'Received',
    accepted: 'Being prepared',
    ready: 'Ready',
    collected: 'Collected. Enjoy!',
    rejected: 'The restaurant could not take this order',
    cancelled: 'Cancelled',
    unknown: 'The restaurant has your order',
  },
  promised: (time) => `Expected at ${time}`,
  link: {
    live: 'Updates by itself',
    polling: 'Checks every few seconds',
    offline: 'No connection. Trying again…',
  },
  ringMe: 'Ring when ready',
  willRing: 'This page will ring. Keep it open.',
  steps: ['Received', 'Being prepared', 'Ready'],
  unknownOrder: 'This link does not open an order',
  unknownOrderHelp: 'Check the link you were given, or ask the restaurant.',
};

const de: Words = {
  order: 'Bestellung',
  status: {
    new: 'Eingegangen',
    accepted: 'In Zubereitung',
    ready: 'Fertig',
    collected: 'Abgeholt. Guten Appetit!',
    rejected: 'Das Restaurant konnte die Bestellung nicht annehmen',
    cancelled: 'Storniert',
    unknown: 'Das Restaurant hat deine Bestellung',
  },
  promised: (time) => `Voraussichtlich um ${time}`,
  link: {
    live: 'Aktualisiert sich von selbst',
    polling: 'Sieht alle paar Sekunden nach',
    offline: 'Keine Verbindung. Neuer Versuch…',
  },
  ringMe: 'Klingeln, wenn fertig',
  willRing: 'Diese Seite klingelt. Bitte offen lassen.',
  steps: ['Eingegangen', 'In Zubereitung', 'Fertig'],
  unknownOrder: 'Dieser Link öffnet keine Bestellung',
  unknownOrderHelp: 'Bitte den Link prüfen oder im Restaurant fragen.',
};

const es: Words = {
  order: 'Pedido',
  status: {
    new: 'Recibido',
    accepted: 'En preparación',
    ready: 'Listo',
    collected: 'Recogido. ¡Buen provecho!',
    rejected: 'El restaurante no pudo aceptar este pedido',
    cancelled: 'Cancelado',
    unknown: 'El restaurante tiene tu pedido',
  },
  promised: (time) => `Previsto a las ${time}`,
  link: {
    live: 'Se actualiza solo',
    polling: 'Se comprueba cada pocos segundos',
    offline: 'Sin conexión. Reintentando…',
  },
  ringMe: 'Avisar cuando esté listo',
  willRing: 'Esta página sonará. Déjala abierta.',
  steps: ['Recibido', 'En preparación', 'Listo'],
  unknownOrder: 'Este enlace no abre ningún pedido',
  unknownOrderHelp: 'Revisa el enlace o pregunta en el restaurante.',
};

const fr: Words = {
  order: 'Commande',
  status: {
    new: 'Reçue',
    accepted: 'En préparation',
    ready: 'Prête',
    collected: 'Retirée. Bon appétit !',
    rejected: 'Le restaurant n’a pas pu prendre cette commande',
    cancelled: 'Annulée',
    unknown: 'Le restaurant a votre commande',
  },
  promised: (time) => `Prévue à ${time}`,
  link: {
    live: 'Se met à jour toute seule',
    polling: 'Vérifie toutes les quelques secondes',
    offline: 'Pas de connexion. Nouvel essai…',
  },
  ringMe: 'Sonner quand c’est prêt',
  willRing: 'Cette page sonnera. Gardez-la ouverte.',
  steps: ['Reçue', 'En préparation', 'Prête'],
  unknownOrder: 'Ce lien n’ouvre aucune commande',
  unknownOrderHelp: 'Vérifiez le lien ou demandez au restaurant.',
};

const ar: Words = {
  order: 'الطلب',
  status: {
    new: 'تم الاستلام',
    accepted: 'قيد التحضير',
    ready: 'جاهز',
    collected: 'تم التسليم. بالهناء!',
    rejected: 'تعذّر على المطعم قبول هذا الطلب',
    cancelled: 'أُلغي',
    unknown: 'طلبك لدى المطعم',
  },
  promised: (time) => `متوقع عند ${time}`,
  link: {
    live: 'تتحدث الصفحة تلقائيًا',
    polling: 'يتم التحقق كل بضع ثوانٍ',
    offline: 'لا يوجد اتصال. تتم إعادة المحاولة…',
  },
  ringMe: 'رنّ عند الجاهزية',
  willRing: 'سترنّ هذه الصفحة. أبقها مفتوحة.',
  steps: ['تم الاستلام', 'قيد التحضير', 'جاهز'],
  unknownOrder: 'هذا الرابط لا يفتح طلبًا',
  unknownOrderHelp: 'تحقق من الرابط أو اسأل المطعم.',
};

const all: Record<string, Words> = { en, de, es, fr, ar };
export const pageLanguages = Object.keys(all);

/** The first of the reader's languages that we have. */
export function wordsFor(wanted: readonly string[]): { language: string; words: Words } {
  for (const tag of wanted) {
    const language = tag.toLowerCase().split('-')[0] ?? '';
    const words = all[language];
    if (words !== undefined) return { language, words };
  }
  return { language: 'en', words: en };
}
