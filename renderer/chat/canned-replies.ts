// What staff say to customers most, in the customers' language. What has dots is finished by whoever sends it.
import type { Language } from '../../contract/language.ts';

export const cannedReplies = ['later', 'soon', 'soldOut', 'call'] as const;
export type CannedReply = (typeof cannedReplies)[number];

export const repliesIn: Readonly<Record<Language, Readonly<Record<CannedReply, string>>>> = {
  en: {
    later: 'It takes about 10 minutes longer. Sorry!',
    soon: 'Your order will be ready soon.',
    soldOut: 'Sorry, this is sold out. May we replace it with … ?',
    call: 'Please call us.',
  },
  de: {
    later: 'Es dauert etwa 10 Minuten länger. Entschuldigung!',
    soon: 'Deine Bestellung ist gleich fertig.',
    soldOut: 'Das ist leider ausverkauft. Dürfen wir es ersetzen durch … ?',
    call: 'Bitte ruf uns an.',
  },
  fr: {
    later: 'Il faut environ 10 minutes de plus. Désolés !',
    soon: 'Votre commande est bientôt prête.',
    soldOut: 'Désolés, il n’y en a plus. Pouvons-nous remplacer par … ?',
    call: 'Appelez-nous, s’il vous plaît.',
  },
  es: {
    later: 'Tardará unos 10 minutos más. ¡Perdón!',
    soon: 'Su pedido estará listo pronto.',
    soldOut: 'Lo sentimos, se ha agotado. ¿Podemos cambiarlo por … ?',
    call: 'Llámenos, por favor.',
  },
  ar: {
    later: 'سيتأخر الطلب نحو 10 دقائق. نعتذر!',
    soon: 'سيكون طلبك جاهزًا قريبًا.',
    soldOut: 'نأسف، نفدت الكمية. هل نستبدله بـ … ؟',
    call: 'يرجى الاتصال بنا.',
  },
};
