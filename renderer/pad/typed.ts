// What typing into a pad of digits does.
export const shortestPin = 4;
export const shortestExitCode = 6;
export const longest = 12;

/** Only digits are kept; those of an Arabic keyboard count as what they are. */
export function digitsOf(text: string): string {
  const latin = text.replaceAll(/[٠-٩]/g, (digit) => String((digit.codePointAt(0) ?? 0) - 0x660));
  return latin.replaceAll(/\D/g, '').slice(0, longest);
}

/** A key pressed anywhere in the pad; null when it is not the pad's. */
export function typed(pin: string, key: string): string | null {
  if (key === 'Backspace') return pin.slice(0, -1);
  return /^[0-9٠-٩]$/.test(key) ? digitsOf(pin + key) : null;
}
