// What a notification says in five languages, for each kind whose words are ours. Short: it is read on a locked phone.

export type PushWords = {
  /** Of an order that waits to be collected. */
  ready: (order: string) => string;
  /** Of an order that nobody answers. */
  waits: (order: string) => string;
  /** Nobody would hear an order. */
  unheard: string;
};

const en: PushWords = {
  ready: (order) => `Order ${order} is ready`,
  waits: (order) => `Nobody answers order ${order}`,
  unheard: 'No console would hear an order',
};
const de: PushWords = {
  ready: (order) => `Bestellung ${order} ist fertig`,
  waits: (order) => `Niemand nimmt Bestellung ${order} an`,
  unheard: 'Keine Konsole würde eine Bestellung hören',
};
const es: PushWords = {
  ready: (order) => `El pedido ${order} está listo`,
  waits: (order) => `Nadie atiende el pedido ${order}`,
  unheard: 'Ninguna consola oiría un pedido',
};
const fr: PushWords = {
  ready: (order) => `La commande ${order} est prête`,
  waits: (order) => `Personne ne répond à la commande ${order}`,
  unheard: 'Aucune console n’entendrait une commande',
};
const ar: PushWords = {
  ready: (order) => `الطلب ${order} جاهز`,
  waits: (order) => `لا أحد يردّ على الطلب ${order}`,
  unheard: 'لا توجد شاشة تسمع الطلبات',
};

const all: Record<string, PushWords> = { en, de, es, fr, ar };
export const pushLanguages = Object.keys(all);

/** The first of the reader's languages that we have. */
export function pushWordsFor(wanted: readonly string[]): { language: string; words: PushWords } {
  for (const tag of wanted) {
    const language = tag.toLowerCase().split('-')[0] ?? '';
    const words = all[language];
    if (words !== undefined) return { language, words };
  }
  return { language: 'en', words: en };
}
