// The words of the page's chat in five languages.
import { wordsFor } from './words.ts';

export type ChatWords = {
  title: string;
  you: string;
  write: string;
  send: string;
  older: string;
  deleted: string;
  waiting: string;
  refused: string;
  again: string;
  discard: string;
  closed: string;
  left: (letters: number) => string;
  /** To be sent with one touch. */
  ready: readonly string[];
};

const en: ChatWords = {
  title: 'Messages',
  you: 'You',
  write: 'Write to the restaurant',
  send: 'Send',
  older: 'Earlier messages',
  deleted: 'Deleted by the restaurant',
  waiting: 'Not sent yet. Trying again…',
  refused: 'Not sent',
  again: 'Try again',
  discard: 'Discard',
  closed: 'This chat is closed.',
  left: (letters) => `${letters} characters left`,
  ready: ['Thank you!', 'I am on my way', 'I am here', 'Please call me'],
};

const de: ChatWords = {
  title: 'Nachrichten',
  you: 'Du',
  write: 'Dem Restaurant schreiben',
  send: 'Senden',
  older: 'Frühere Nachrichten',
  deleted: 'Vom Restaurant gelöscht',
  waiting: 'Noch nicht gesendet. Neuer Versuch…',
  refused: 'Nicht gesendet',
  again: 'Nochmal versuchen',
  discard: 'Verwerfen',
  closed: 'Dieser Chat ist geschlossen.',
  left: (letters) => `Noch ${letters} Zeichen`,
  ready: ['Danke!', 'Ich bin unterwegs', 'Ich bin da', 'Bitte ruft mich an'],
};

const es: ChatWords = {
  title: 'Mensajes',
  you: 'Tú',
  write: 'Escribir al restaurante',
  send: 'Enviar',
  older: 'Mensajes anteriores',
  deleted: 'Borrado por el restaurante',
  waiting: 'Aún sin enviar. Reintentando…',
  refused: 'No enviado',
  again: 'Reintentar',
  discard: 'Descartar',
  closed: 'Este chat está cerrado.',
  left: (letters) => `Quedan ${letters} caracteres`,
  ready: ['¡Gracias!', 'Voy de camino', 'Ya estoy aquí', 'Llamadme, por favor'],
};

const fr: ChatWords = {
  title: 'Messages',
  you: 'Vous',
  write: 'Écrire au restaurant',
  send: 'Envoyer',
  older: 'Messages précédents',
  deleted: 'Supprimé par le restaurant',
  waiting: 'Pas encore envoyé. Nouvel essai…',
  refused: 'Non envoyé',
  again: 'Réessayer',
  discard: 'Abandonner',
  closed: 'Cette discussion est fermée.',
  left: (letters) => `Encore ${letters} caractères`,
  ready: ['Merci !', 'J’arrive', 'Je suis là', 'Appelez-moi, s’il vous plaît'],
};

const ar: ChatWords = {
  title: 'الرسائل',
  you: 'أنت',
  write: 'اكتب إلى المطعم',
  send: 'إرسال',
  older: 'رسائل سابقة',
  deleted: 'حذفها المطعم',
  waiting: 'لم تُرسل بعد. تتم إعادة المحاولة…',
  refused: 'لم تُرسل',
  again: 'أعد المحاولة',
  discard: 'تجاهل',
  closed: 'هذه المحادثة مغلقة.',
  left: (letters) => `بقي ${letters} حرفًا`,
  ready: ['شكرًا!', 'أنا في الطريق', 'لقد وصلت', 'اتصلوا بي من فضلكم'],
};

export const chatWords: Readonly<Record<string, ChatWords>> = { en, de, es, fr, ar };

/** In the language that the page speaks. */
export function chatWordsFor(wanted: readonly string[]): { language: string; words: ChatWords } {
  const { language } = wordsFor(wanted);
  return { language, words: chatWords[language] ?? en };
}
