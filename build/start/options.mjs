// What `npm start` was asked for on its command line.
import path from 'node:path';

/**
 * @typedef {object} StartOptions
 * @property {boolean} keep continue with the orders and the settings of the last start
 * @property {number | undefined} seconds end by itself, counted from the first window or, hidden, from the start
 * @property {string | undefined} screenshot
 * @property {string | undefined} backend a backend that runs already
 * @property {string} rate of the made-up orders
 * @property {string | undefined} seed of the made-up orders
 * @property {boolean} hidden start in the tray
 */

/** Timers hold a little over three weeks. */
const mostSeconds = 86_400;

export const usage = `npm start -- [options]
  --keep              continue with the orders and settings of the last start
  --backend URL       use this backend instead of the demo restaurant (or COUNTERBELL_BACKEND_URL)
  --rate 6/min        how many made-up orders come
  --seed N            always the same made-up orders
  --hidden            start in the tray, without a window
  --seconds N         end by itself N seconds after the first window; with --hidden, after the start
  --screenshot FILE   leave a picture of the window at the end of these seconds (10 when not given)
  --help              this list`;

/**
 * @param {readonly string[]} words
 * @param {{ folder: string, env: Record<string, string | undefined> }} where
 * @returns {StartOptions | 'help'}
 */
export function readOptions(words, { folder, env }) {
  /** @type {StartOptions} */
  const options = {
    keep: false,
    seconds: undefined,
    screenshot: undefined,
    backend: env.COUNTERBELL_BACKEND_URL || undefined,
    rate: '6/min',
    seed: undefined,
    hidden: false,
  };
  const rest = words.flatMap((word) => (/^--[a-z]+=/.test(word) ? splitOnce(word) : [word]));
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const value = () => {
      const next = rest.shift();
      if (next === undefined || next.startsWith('--')) throw new Error(`${word} needs a value.\n${usage}`);
      return next;
    };
    if (word === '--help') return 'help';
    else if (word === '--keep') options.keep = true;
    else if (word === '--hidden') options.hidden = true;
    else if (word === '--backend') options.backend = value();
    else if (word === '--rate') options.rate = value();
    else if (word === '--seed') options.seed = value();
    else if (word === '--screenshot') options.screenshot = path.resolve(folder, value());
    else if (word === '--seconds') {
      const given = value();
      options.seconds = Number(given);
      if (!(options.seconds > 0 && options.seconds <= mostSeconds))
        throw new Error(`--seconds is a number above 0, not "${given}"; at most ${mostSeconds}, a day.`);
    } else throw new Error(`"${word}" is not known here.\n${usage}`);
  }
  if (options.backend !== undefined && !/^https?:\/\/\S+$/.test(options.backend))
    throw new Error(`The backend's address starts with http:// or https://, not "${options.backend}".`);
  // Refused here, not by the order simulator after everything else has been started.
  if (!/^\d+(?:\.\d+)?\/(?:s|sec|min|h)$/.test(options.rate) || Number.parseFloat(options.rate) === 0)
    throw new Error(`--rate is a number per s, min or h, such as 6/min; not "${options.rate}".`);
  if (options.seed !== undefined && !/^-?\d{1,15}$/.test(options.seed))
    throw new Error(`--seed is a whole number, not "${options.seed}".`);
  if (options.screenshot !== undefined) options.seconds ??= 10;
  return options;
}

/** @param {string} word */
function splitOnce(word) {
  const at = word.indexOf('=');
  return [word.slice(0, at), word.slice(at + 1)];
}

/**
 * How the console is told to take the picture and to end.
 * @param {StartOptions} options
 */
export function captureWords({ seconds, screenshot }) {
  if (screenshot !== undefined)
    return [`--capture=${screenshot}`, `--capture-after=${seconds}`, '--quit-after-capture'];
  return seconds === undefined ? [] : [`--quit-after=${seconds}`];
}
