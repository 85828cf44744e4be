// The words of the page about pushes, in five languages.
import type { CannotPush } from '../../push-browser/can-push.ts';

export type PushWords = {
  tellMe: string;
  willTell: string;
  failed: string;
  cannot: Record<CannotPush, string>;
};

const en: PushWords = {
  tellMe: 'Tell me when this page is closed',
  willTell: 'You will be told, also with this page closed.',
  failed: 'This browser could not be reached. Keep the page open.',
  cannot: {
    insecure: 'Keep this page open: without https it can tell you nothing once it is closed.',
    'home-screen':
      'To be told with this page closed: tap Share, “Add to Home Screen”, and open it from there.',
    unsupported: 'Keep this page open: this browser tells nothing of a closed page.',
    denied: 'Notifications of this page are blocked in the browser’s settings. Keep it open.',
  },
};
const de: PushWords = {
  tellMe: 'Auch bei geschlossener Seite melden',
  willTell: 'Du bekommst Bescheid, auch bei geschlossener Seite.',
  failed: 'Dieser Browser war nicht erreichbar. Bitte die Seite offen lassen.',
  cannot: {
    insecure: 'Bitte die Seite offen lassen: ohne https kann sie geschlossen nichts melden.',
    'home-screen':
      'Für Bescheid bei geschlossener Seite: Teilen, „Zum Home-Bildschirm“, und von dort öffnen.',
    unsupported: 'Bitte die Seite offen lassen: dieser Browser meldet nichts von einer geschlossenen Seite.',
    denied: 'Mitteilungen dieser Seite sind im Browser gesperrt. Bitte offen lassen.',
  },
};
const es: PushWords = {
  tellMe: 'Avisarme con la página cerrada',
  willTell: 'Te avisaremos, también con la página cerrada.',
  failed: 'No se pudo contactar con este navegador. Deja la página abierta.',
  cannot: {
    insecure: 'Deja la página abierta: sin https no puede avisar cuando está cerrada.',
    'home-screen':
      'Para recibir avisos con la página cerrada: Compartir, «Añadir a pantalla de inicio», y ábrela desde allí.',
    unsupported: 'Deja la página abierta: este navegador no avisa de una página cerrada.',
    denied: 'Los avisos de esta página están bloqueados en el navegador. Déjala abierta.',
  },
};
const fr: PushWords = {
  tellMe: 'Me prévenir page fermée',
  willTell: 'Vous serez prévenu, même page fermée.',
  failed: 'Ce navigateur n’a pas pu être joint. Gardez la page ouverte.',
  cannot: {
    insecure: 'Gardez la page ouverte : sans https, elle ne peut rien dire une fois fermée.',
    'home-screen': 'Pour être prévenu page fermée : Partager, « Sur l’écran d’accueil », et ouvrez-la de là.',
    unsupported: 'Gardez la page ouverte : ce navigateur ne dit rien d’une page fermée.',
    denied: 'Les notifications de cette page sont bloquées dans le navigateur. Gardez-la ouverte.',
  },
};
const ar: PushWords = {
  tellMe: 'أخبرني حتى والصفحة مغلقة',
  willTell: 'سنخبرك حتى والصفحة مغلقة.',
  failed: 'تعذّر الوصول إلى هذا المتصفح. أبقِ الصفحة مفتوحة.',
  cannot: {
    insecure: 'أبقِ الصفحة مفتوحة: بدون https لا يمكنها التنبيه وهي مغلقة.',
    'home-screen': 'للتنبيه والصفحة مغلقة: «مشاركة» ثم «إضافة إلى الشاشة الرئيسية»، وافتحها من هناك.',
    unsupported: 'أبقِ الصفحة مفتوحة: هذا المتصفح لا ينبّه من صفحة مغلقة.',
    denied: 'إشعارات هذه الصفحة محظورة في المتصفح. أبقِها مفتوحة.',
  },
};

const all: Record<string, PushWords> = { en, de, es, fr, ar };
export const pushWordsIn = (language: string): PushWords => all[language] ?? en;
