// What there is to say outside of the window, in notifications and in the tray, and how it is put together.
import { languageOf, type Language } from '../../contract/language.ts';
import type { StatusView } from '../../contract/view.ts';
import type { State } from '../flow/state.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { isolated, type Direction } from './isolate.ts';

/** One text per form that the grammar knows; `other` counts anything. */
export type Plural = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

export type Words = {
  /** Between the items of an enumeration. */
  comma: string;
  toast: {
    placed: string;
    due: string;
    unaccepted: string;
    cancelled: string;
    changed: string;
    later: string;
    anonymous: string;
    anonymousHint: string;
    cameIn: Plural;
    /** Goes on behind `cameIn`. */
    andOldest: string;
    table: string;
    pickUp: string;
    delivery: string;
  };
  tray: {
    waiting: Plural;
    open: string;
    order: string;
    stopBell: string;
    tryNow: string;
    quit: string;
  };
  status: Record<StatusView['word'], string>;
};

export type Speech = {
  words: Words;
  /** Puts a value from elsewhere into a text: it cannot turn around what stands beside it. */
  set(text: string): string;
  say(sentence: string, values: Readonly<Record<string, string | number>>): string;
  count(sentences: Plural, count: number): string;
};

export const dictionaries: Record<Language, Words> = { en, de, ar, es, fr };

function createSpeech(language: Language): Speech {
  const direction: Direction = language === 'ar' ? 'rtl' : 'ltr';
  const rules = new Intl.PluralRules(language);
  const set = (text: string): string => isolated(text, direction);
  const say: Speech['say'] = (sentence, values) =>
    sentence.replace(/\{\{(\w+)\}\}/g, (_hole, name: string) => set(String(values[name] ?? '')));
  return {
    words: dictionaries[language],
    set,
    say,
    count: (sentences, count) => say(sentences[rules.select(count)] ?? sentences.other, { count }),
  };
}

const speeches: Record<Language, Speech> = {
  en: createSpeech('en'),
  de: createSpeech('de'),
  ar: createSpeech('ar'),
  es: createSpeech('es'),
  fr: createSpeech('fr'),
};

export const speechIn = (language: Language): Speech => speeches[language];

/** As it is set now: by IT, by a person, otherwise as the computer speaks. */
export const speechOf = ({ settings, languages }: Pick<State, 'settings' | 'languages'>): Speech =>
  speeches[languageOf(settings.effective.language, languages)];
