// The screen's words and formats, handed to every part of the window.
import { createContext, use, useEffect, useMemo, type ReactNode } from 'react';
import { createInstance, type i18n, type TFunction } from 'i18next';
import { I18nextProvider, initReactI18next, useTranslation } from 'react-i18next';
import type { Settings } from '../../contract/settings.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en, type Words } from './en.ts';
import { es } from './es.ts';
import { createFormats, type Formats } from './formats.ts';
import { fr } from './fr.ts';
import { spokenLanguage, type Language, type Spoken } from './language.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}

export const dictionaries: Record<Language, Words> = { en, de, ar, es, fr };

const openIsolate = '\u2068';
const closeIsolate = '\u2069';

/** In Arabic a Latin name or number inside a sentence must not turn the sentence around. */
const isolated = (value: string): string => `${openIsolate}${value}${closeIsolate}`;

export function createWords(language: Language): i18n {
  const words = createInstance();
  void words.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    initAsync: false,
    resources: Object.fromEntries(
      Object.entries(dictionaries).map(([name, translation]) => [name, { translation }]),
    ),
    // React escapes; what is left to do is keeping directions apart.
    interpolation: { escape: (value) => (words.dir() === 'rtl' ? isolated(String(value)) : String(value)) },
  });
  return words;
}

export type Spoke = Spoken & { t: TFunction; f: Formats };

const SpokeContext = createContext<Spoke | null>(null);

export function useWords(): Spoke {
  const spoke = use(SpokeContext);
  if (!spoke) throw new Error('This part of the window stands outside of <WordsProvider>.');
  return spoke;
}

type Props = { setting: Settings['language']; timeZone: string | null; children: ReactNode };

export function WordsProvider({ setting, timeZone, children }: Props) {
  const spoken = useMemo(() => spokenLanguage(setting, navigator.languages), [setting]);
  const words = useMemo(() => createWords(spoken.language), [spoken.language]);
  useEffect(() => {
    document.documentElement.lang = spoken.language;
    document.documentElement.dir = spoken.dir;
  }, [spoken]);
  return (
    <I18nextProvider i18n={words}>
      <SpokeProvider spoken={spoken} timeZone={timeZone}>
        {children}
      </SpokeProvider>
    </I18nextProvider>
  );
}

function SpokeProvider({
  spoken,
  timeZone,
  children,
}: {
  spoken: Spoken;
  timeZone: string | null;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const spoke = useMemo(
    () => ({ ...spoken, t, f: createFormats(spoken.locale, timeZone, dictionaries[spoken.language].unit) }),
    [spoken, t, timeZone],
  );
  return <SpokeContext value={spoke}>{children}</SpokeContext>;
}
