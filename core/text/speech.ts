// Puts together what is said outside of the window, in the language that is set.
import { languageOf, type Language } from '../../contract/language.ts';
import type { SettingsState } from '../settings/turn.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { isolated, type Direction } from './isolate.ts';
import type { Plural } from '../../contract/words/words.ts';
import type { Words } from './words.ts';

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
export const speechOf = ({ settings, languages }: Pick<SettingsState, 'settings' | 'languages'>): Speech =>
  speeches[languageOf(settings.effective.language, languages)];
