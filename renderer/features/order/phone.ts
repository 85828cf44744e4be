// A telephone number in groups, as one reads it out.

/** What a number begins with abroad: +1 and +7, two digits in most of Europe, Asia and Latin America, three elsewhere. */
const abroad = /^\+(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})/;

/** Whoever wrote it with groups of their own knows them best. */
export function grouped(phone: string): string {
  const plain = phone.trim().replace(/^00(?=\d{8})/, '+');
  if (!/^\+?\d{5,}$/.test(plain)) return phone.trim().replaceAll(/\s+/g, ' ');
  const country = abroad.exec(plain)?.[0] ?? '';
  return [country, ...inThrees(plain.slice(country.length))].filter(Boolean).join(' ');
}

/** Nobody reads out a last digit by itself. */
function inThrees(digits: string): string[] {
  const groups = digits.match(/\d{1,3}/g) ?? [];
  const last = groups.at(-1) ?? '';
  const before = groups.at(-2) ?? '';
  if (last.length !== 1 || before === '') return groups;
  return [...groups.slice(0, -2), before.slice(0, 2), before.slice(2) + last];
}
