// Refuses an order that is too long to be read by every console, many of its kind at once, within their time.
import type { NewOrder } from '../../contract/order.ts';
import { ProblemError } from '../http/problem.ts';

/** In JSON, as UTF-8: 200 items, each with some hundred letters of names, modifiers and notes. */
export const longestOrderBytes = 128 * 1024;

export function refuseTooLong(posted: NewOrder): void {
  const bytes = Buffer.byteLength(JSON.stringify(posted));
  if (bytes <= longestOrderBytes) return;
  throw new ProblemError(
    'too-large',
    `The order is ${Math.ceil(bytes / 1024)} KiB long; one may have ${longestOrderBytes / 1024}. ` +
      'Nothing was placed: shorten its notes and modifiers, or send it as several orders.',
  );
}
