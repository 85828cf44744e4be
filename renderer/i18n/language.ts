// Which language and which regional habits the screen speaks, from the setting and the computer's own list.
import { languageOf, type Language } from '../../contract/language.ts';
import type { Settings } from '../../contract/settings.ts';

export type { Language };

export type Spoken = {
  language: Language;
  /** For Intl: the language with the computer's region where it fits. */
  locale: string;
  dir: 'ltr' | 'rtl';
};

/** Each language in its own words, as people look for it. */
export const languageNames: Record<Language, string> = {
  en: 'English',
  de: 'Deutsch',
  ar: 'العربية',
  es: 'Español',
  fr: 'Français',
};

const base = (locale: string): string => locale.split('-')[0]?.toLowerCase() ?? '';

/** Without a region: plain habits, and a 24-hour clock for English, which fits a ticket best. */
const plain: Record<Language, string> = { en: 'en-GB', de: 'de', ar: 'ar-u-hc-h23', es: 'es', fr: 'fr' };

export function spokenLanguage(setting: Settings['language'], computer: readonly string[]): Spoken {
  const language = languageOf(setting, computer);
  const regional = computer.find((locale) => base(locale) === language && locale.includes('-'));
  const locale = regional ?? plain[language];
  return language === 'ar'
    ? // Order numbers are Latin digits on every receipt; times and sums beside them stay in the same ones.
      { language, locale: new Intl.Locale(locale, { numberingSystem: 'latn' }).toString(), dir: 'rtl' }
    : { language, locale, dir: 'ltr' };
}
