// The words of the phone's page in five languages.
import type { CannotPush } from '../../push-browser/can-push.ts';

export type Words = {
  add: (person: string) => string;
  addHelp: string;
  addButton: string;
  added: (person: string) => string;
  addedHelp: string;
  removeButton: string;
  removed: string;
  over: string;
  overHelp: string;
  offline: string;
  failed: string;
  cannot: Record<CannotPush, string>;
  homeScreen: [string, string, string];
};

const en: Words = {
  add: (person) => `Call ${person} on this phone`,
  addHelp: 'It is told when nobody answers an order, or when no console would hear one.',
  addButton: 'Add this phone',
  added: (person) => `${person} is called on this phone`,
  addedHelp: 'This page may be closed.',
  removeButton: 'Take this phone off',
  removed: 'This phone was taken off. Nothing is sent to it any more.',
  over: 'This link is over',
  overHelp: 'It opens once, within ten minutes. Show a new one at the console.',
  offline: 'No connection. Trying again…',
  failed: 'This browser could not be reached by its push service. Try again, or another browser.',
  cannot: {
    insecure: 'Only an address with https can call a phone. Tell whoever runs the order system.',
    'home-screen': 'An iPhone is called only by a page on its home screen:',
    unsupported: 'This browser cannot be called while its page is closed. Try another one.',
    denied:
      'Notifications of this page are blocked. Allow them in the browser’s settings, then open this page again.',
  },
  homeScreen: ['Tap Share', 'Choose “Add to Home Screen”', 'Open it from there, within the ten minutes'],
};
const de: Words = {
  add: (person) => `${person} auf diesem Telefon rufen`,
  addHelp: 'Es meldet, wenn niemand eine Bestellung annimmt oder keine Konsole eine hören würde.',
  addButton: 'Dieses Telefon hinzufügen',
  added: (person) => `${person} wird auf diesem Telefon gerufen`,
  addedHelp: 'Diese Seite darf geschlossen werden.',
  removeButton: 'Dieses Telefon entfernen',
  removed: 'Dieses Telefon wurde entfernt. Es bekommt nichts mehr.',
  over: 'Dieser Link ist abgelaufen',
  overHelp: 'Er öffnet einmal, innerhalb von zehn Minuten. Bitte an der Konsole einen neuen zeigen.',
  offline: 'Keine Verbindung. Neuer Versuch…',
  failed:
    'Der Push-Dienst dieses Browsers war nicht erreichbar. Noch einmal versuchen, oder mit einem anderen Browser.',
  cannot: {
    insecure: 'Nur eine Adresse mit https kann ein Telefon rufen. Bitte der Technik Bescheid geben.',
    'home-screen': 'Ein iPhone wird nur von einer Seite auf dem Home-Bildschirm gerufen:',
    unsupported:
      'Dieser Browser kann bei geschlossener Seite nicht gerufen werden. Bitte einen anderen versuchen.',
    denied:
      'Mitteilungen dieser Seite sind gesperrt. In den Einstellungen des Browsers erlauben und die Seite neu öffnen.',
  },
  homeScreen: [
    'Auf Teilen tippen',
    '„Zum Home-Bildschirm“ wählen',
    'Von dort öffnen, innerhalb der zehn Minuten',
  ],
};
const es: Words = {
  add: (person) => `Avisar a ${person} en este teléfono`,
  addHelp: 'Avisa cuando nadie atiende un pedido o ninguna consola lo oiría.',
  addButton: 'Añadir este teléfono',
  added: (person) => `Se avisa a ${person} en este teléfono`,
  addedHelp: 'Puedes cerrar esta página.',
  removeButton: 'Quitar este teléfono',
  removed: 'Este teléfono se ha quitado. Ya no recibirá nada.',
  over: 'Este enlace ya no sirve',
  overHelp: 'Se abre una vez, en diez minutos. Muestra uno nuevo en la consola.',
  offline: 'Sin conexión. Reintentando…',
  failed:
    'No se pudo contactar con el servicio de avisos del navegador. Inténtalo otra vez o con otro navegador.',
  cannot: {
    insecure:
      'Solo una dirección con https puede avisar a un teléfono. Díselo a quien lleva el sistema de pedidos.',
    'home-screen': 'A un iPhone solo le avisa una página de su pantalla de inicio:',
    unsupported: 'Este navegador no puede recibir avisos con la página cerrada. Prueba con otro.',
    denied:
      'Los avisos de esta página están bloqueados. Permítelos en los ajustes del navegador y vuelve a abrirla.',
  },
  homeScreen: [
    'Toca Compartir',
    'Elige «Añadir a pantalla de inicio»',
    'Ábrela desde allí, en los diez minutos',
  ],
};
const fr: Words = {
  add: (person) => `Appeler ${person} sur ce téléphone`,
  addHelp: 'Il prévient quand personne ne répond à une commande ou qu’aucune console ne l’entendrait.',
  addButton: 'Ajouter ce téléphone',
  added: (person) => `On appelle ${person} sur ce téléphone`,
  addedHelp: 'Cette page peut être fermée.',
  removeButton: 'Retirer ce téléphone',
  removed: 'Ce téléphone a été retiré. Il ne reçoit plus rien.',
  over: 'Ce lien n’est plus valable',
  overHelp: 'Il s’ouvre une fois, dans les dix minutes. Affichez-en un nouveau sur la console.',
  offline: 'Pas de connexion. Nouvel essai…',
  failed:
    'Le service de notifications de ce navigateur n’a pas répondu. Réessayez, ou avec un autre navigateur.',
  cannot: {
    insecure:
      'Seule une adresse en https peut appeler un téléphone. Prévenez la personne qui gère le système.',
    'home-screen': 'Un iPhone n’est appelé que par une page de son écran d’accueil :',
    unsupported: 'Ce navigateur ne peut pas être appelé quand la page est fermée. Essayez-en un autre.',
    denied:
      'Les notifications de cette page sont bloquées. Autorisez-les dans les réglages du navigateur, puis rouvrez la page.',
  },
  homeScreen: [
    'Touchez Partager',
    'Choisissez « Sur l’écran d’accueil »',
    'Ouvrez-la de là, dans les dix minutes',
  ],
};
const ar: Words = {
  add: (person) => `تنبيه ${person} على هذا الهاتف`,
  addHelp: 'ينبّه عندما لا يردّ أحد على طلب، أو عندما لا توجد شاشة تسمعه.',
  addButton: 'إضافة هذا الهاتف',
  added: (person) => `يُنبَّه ${person} على هذا الهاتف`,
  addedHelp: 'يمكن إغلاق هذه الصفحة.',
  removeButton: 'إزالة هذا الهاتف',
  removed: 'أُزيل هذا الهاتف. لن يصله شيء بعد الآن.',
  over: 'انتهت صلاحية هذا الرابط',
  overHelp: 'يُفتح مرة واحدة خلال عشر دقائق. اعرض رابطًا جديدًا على الشاشة.',
  offline: 'لا يوجد اتصال. تتم إعادة المحاولة…',
  failed: 'تعذّر الوصول إلى خدمة الإشعارات لهذا المتصفح. حاول مجددًا أو استخدم متصفحًا آخر.',
  cannot: {
    insecure: 'لا يمكن تنبيه الهاتف إلا من عنوان https. أخبر المسؤول عن نظام الطلبات.',
    'home-screen': 'لا يُنبَّه iPhone إلا من صفحة على شاشته الرئيسية:',
    unsupported: 'لا يمكن تنبيه هذا المتصفح والصفحة مغلقة. جرّب متصفحًا آخر.',
    denied: 'إشعارات هذه الصفحة محظورة. اسمح بها في إعدادات المتصفح ثم افتح الصفحة مجددًا.',
  },
  homeScreen: ['اضغط «مشاركة»', 'اختر «إضافة إلى الشاشة الرئيسية»', 'افتحها من هناك خلال الدقائق العشر'],
};

const all: Record<string, Words> = { en, de, es, fr, ar };
export const phoneLanguages = Object.keys(all);

/** The first of the reader's languages that we have. */
export function wordsFor(wanted: readonly string[]): { language: string; words: Words } {
  for (const tag of wanted) {
    const language = tag.toLowerCase().split('-')[0] ?? '';
    const words = all[language];
    if (words !== undefined) return { language, words };
  }
  return { language: 'en', words: en };
}
