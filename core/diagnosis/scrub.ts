// Lets of a text through only what cannot be about a person: words of the program and the system, short numbers, times,
// addresses of machines that are known. What is left out shows as "…".
import { knownWords } from './known-words.ts';

export const leftOut = '…';

/** `hosts`: names of machines that the console talks to. */
export type Scrubbing = { hosts: ReadonlySet<string> };

const forms = [
  // A moment, or a day.
  /\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?Z)?(?![\w-])/,
  /[a-zA-Z][a-zA-Z\d+.-]*:\/\/[^\s"'<>]*/,
  // An address of a machine, with its port.
  /(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?(?![\w.])/,
  // How long, how much.
  /\d+(?:\.\d+)? ?(?:ms|s|MiB|GiB|bytes)(?!\w)/,
  // A version.
  /\d{1,3}(?:\.\d{1,4}){1,3}(?![\w.])/,
  // A reason that Pusher or a WebSocket gave.
  /\((?:1\d{3}|4[0-3]\d\d)\)/,
  // What systems call their errors.
  /(?:[A-Z]+::)?ERR_[A-Z\d_]+/,
  // Groups of digits that somebody could be called by.
  /\+?\d[\d ()/.-]{5,}\d(?![\w-])/,
  /[\p{L}\p{N}_]+(?:[.-][\p{L}\p{N}_]+)+(?::\d{1,5})?/u,
  /[\p{L}\p{N}\p{M}_]+/u,
  /[\s\S]/,
];
const token = new RegExp(forms.map(({ source }) => source).join('|'), 'gu');
const whole = forms.map((form) => new RegExp(`^(?:${form.source})$`, 'u'));
const [moment, address, machine, amount, version, reason, systemError, digits, compound, word] = whole as [
  RegExp,
  RegExp,
  RegExp,
  RegExp,
  RegExp,
  RegExp,
  RegExp,
  RegExp,
  RegExp,
  RegExp,
];
const plain = [moment, machine, amount, version, reason, systemError];

export function scrub(text: string, how: Scrubbing): string {
  return text
    .slice(0, longest)
    .replace(token, (part) => kept(part, how))
    .replaceAll(/…(?:[\s.,;:_/\\@+()-]*…)+/g, leftOut);
}

const longest = 10_000;

function kept(part: string, how: Scrubbing): string {
  if (plain.some((form) => form.test(part))) return isTooLong(part) ? leftOut : part;
  if (digits.test(part)) return leftOut;
  if (address.test(part)) return keptAddress(part, how);
  if (compound.test(part)) return keptCompound(part, how);
  if (word.test(part)) return keptWord(part);
  // Signs, spaces: of other alphabets nothing gets here.
  return /^[\x20-\x7e\t\n→–’“”]$/.test(part) ? part : leftOut;
}

/** Ten digits that are followed by "s" are no time that anything took. */
const isTooLong = (part: string): boolean => /^\d{7,}(?!\d*-)/.test(part);

function keptWord(part: string): string {
  if (/^\d{1,3}$/.test(part)) return part;
  return knownWords.has(part.toLowerCase()) ? part : leftOut;
}

/** "passed-over", "orders.example:443": a host that is known, or words that are. */
function keptCompound(part: string, { hosts }: Scrubbing): string {
  const [, name = '', port = ''] = /^(.*?)(:\d{1,5})?$/.exec(part) ?? [];
  if (hosts.has(name.toLowerCase())) return part;
  const parts = name.split(/([.-])/).map((each) => (/^[.-]$/.test(each) ? each : keptWord(each)));
  return `${parts.join('')}${parts.includes(leftOut) ? '' : port}`;
}

/** Without names, passwords, paths and questions in it. */
function keptAddress(part: string, { hosts }: Scrubbing): string {
  const [, scheme = '', host = '', port = ''] =
    /^([a-z][a-z\d+.-]*):\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)(:\d{1,5})?/i.exec(part) ?? [];
  const known = hosts.has(host.toLowerCase()) || machine.test(host) || host === 'localhost';
  return `${knownWords.has(scheme.toLowerCase()) ? scheme : leftOut}://${known ? `${host}${port}` : leftOut}`;
}
