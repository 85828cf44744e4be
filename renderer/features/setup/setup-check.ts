// Tells what is wrong with the typed address or code before anybody is asked.
export function tidyAddress(typed: string): string {
  const text = typed.trim().replace(/(?<![:/])\/+$/, '');
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
}

export function addressProblem(typed: string): 'missingUrl' | 'badUrl' | null {
  if (typed.trim() === '') return 'missingUrl';
  const url = URL.canParse(tidyAddress(typed)) ? new URL(tidyAddress(typed)) : null;
  return url && (url.protocol === 'https:' || url.protocol === 'http:') && !/\s/.test(typed.trim())
    ? null
    : 'badUrl';
}

/** Everybody on the way reads what goes there: codes, tokens, customers' names. */
export function isOpenToListeners(typed: string): boolean {
  const address = tidyAddress(typed);
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.protocol !== 'http:') return false;
  return !/^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])\.?$/.test(url.hostname);
}

export function codeProblem(typed: string): 'missingCode' | null {
  return typed.trim() === '' ? 'missingCode' : null;
}
