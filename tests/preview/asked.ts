// The window with orders to open and to look up, for one test file: what it asked, and what it is answered.
import type { QueryAnswer } from '../../contract/queries.ts';
import type { OrderView } from '../../contract/view.ts';
import { rich } from './asked-scenes.ts';
import { lunch, view } from './fixtures.ts';
import { openLunch } from './lunch.ts';

const orders = [rich, ...lunch()];

export function byNumber(number: string): OrderView {
  const found = orders.find(({ order }) => order.number === number);
  if (!found) throw new Error(`The fixture has no order ${number}.`);
  return found;
}
export const idOf = (number: string): string => byNumber(number).order.id;

export function openAsked() {
  const { preview, asked, send } = openLunch({ asked: view({ orders }) }, 'asked');
  return {
    preview,
    send,
    /** The requests of one kind, in the order in which they were made. */
    asked: async (name: string): Promise<unknown[]> =>
      (await asked()).filter(([what]) => what === name).map(([, question]) => question),
    answer: (answers: Record<string, QueryAnswer<unknown>[]>): Promise<void> =>
      preview().page.evaluate((given) => void Object.assign(window.preview.answers, given), answers),
    focused: (selector: string): Promise<boolean> =>
      preview().page.evaluate((wanted) => document.activeElement?.closest(wanted) != null, selector),
  };
}
