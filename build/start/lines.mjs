// Turns the programs' JSON log lines into the few plain lines that a person at the terminal wants to read.

/** @typedef {Record<string, unknown>} Entry */

/**
 * @param {string} line
 * @returns {Entry | undefined} undefined for what is not a JSON log line
 */
export function parseLine(line) {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** @param {unknown} total minor units and their currency */
export function money(total) {
  const { amount, currency } = /** @type {{ amount?: number, currency?: string }} */ (total ?? {});
  if (amount === undefined || currency === undefined) return '';
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** @param {Entry} entry */
const which = (entry) => {
  const { number, numbers, count } = entry;
  if (Array.isArray(numbers)) return numbers.join(', ');
  return number === undefined || number === null ? `${count ?? 'several'} orders` : String(number);
};

/** @type {Record<string, string>} the console's own word, in words for whoever has not read its documentation */
const statusWords = {
  live: 'live: orders come at once',
  polling: 'on the slow line: it asks the backend every few seconds',
  'not-enrolled': 'not enrolled yet: it waits for an enrolment code',
};

/** @param {Entry} entry */
const statusSentence = ({ status, cause }) =>
  `the console is ${statusWords[String(status)] ?? status}${cause ? ` (${cause})` : ''}`;

/** @param {unknown} remedy */
const withRemedy = (remedy) => (remedy ? ` → ${remedy}` : '');

/**
 * @param {Entry} entry
 * @returns {string | undefined} undefined for what only the log file needs
 */
export function sentence(entry) {
  switch (entry.event) {
    case 'order.placed':
      return `order ${which(entry)} placed (${[entry.channel, money(entry.total)].filter(Boolean).join(', ')})`;
    case 'order.refused':
      return `an order was refused by the backend: ${entry.why}`;
    case 'alert.shown':
      return `notification for ${which(entry)}: shown`;
    case 'alert.failed':
      return `notification for ${which(entry)}: failed, ${entry.reason}${withRemedy(entry.remedy)}`;
    case 'alert.unanswered':
      return `notification for ${which(entry)}: no answer from the desktop${withRemedy(entry.remedy)}`;
    case 'status.changed':
      return statusSentence(entry);
    case 'window.shown':
      return 'window shown';
    case 'capture.failed':
      return `the picture could not be taken: ${entry.message}`;
    default:
      return undefined;
  }
}

/**
 * What to do about an Electron that did not start, as far as its last words tell.
 * @param {string} lastWords
 */
export function remedyFor(lastWords) {
  if (/SUID sandbox helper|No usable sandbox/.test(lastWords))
    return `This system does not let Chromium make its sandbox without being root. Allow it and start again:
  sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0   (Ubuntu 23.10 and newer)
  sudo sysctl -w kernel.unprivileged_userns_clone=1               (older Debian)`;
  if (/cannot open display|Missing X server/i.test(lastWords))
    return 'The display cannot be reached. Unset DISPLAY and WAYLAND_DISPLAY to use a virtual one, and start again.';
  return undefined;
}

/** @param {Date} at */
export const clockTime = (at) =>
  [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');

/**
 * @param {Entry} entry the backend's `demo.ready`
 * @returns {string[]}
 */
export function demoLines(entry) {
  const people = /** @type {{ name: string, role: string, pin?: string }[]} */ (entry.people ?? []);
  const named = people.map(({ name, role, pin }) => `${name} (${role}${pin ? `, PIN ${pin}` : ''})`);
  return [`demo restaurant: ${entry.restaurant}`, `demo people: ${named.join(', ')}`];
}
