// Which language is spoken, on the screen and in notifications alike: what was set, otherwise the computer's own.
// The window uses it as it is, so it brings nothing with it.

export const languages = ['en', 'de', 'ar', 'es', 'fr'] as const;
export type Language = (typeof languages)[number];

const base = (locale: string): string => locale.split('-')[0]?.toLowerCase() ?? '';

/** `computer`: its languages, the preferred one first. English where none of them is spoken here. */
export function languageOf(setting: Language | 'system', computer: readonly string[]): Language {
  if (setting !== 'system') return setting;
  for (const locale of computer) {
    const spoken = languages.find((language) => language === base(locale));
    if (spoken !== undefined) return spoken;
  }
  return 'en';
}
