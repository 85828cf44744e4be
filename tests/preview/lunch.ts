// The window with a full lunch on its rail, opened for one test file: what it was asked, and what it is told meanwhile.
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { IpcError } from '../../contract/ipc.ts';
import type { OrderView, View, ViewDelta } from '../../contract/view.ts';
import { lunch, view } from './fixtures.ts';
import { openPreview, type PreviewWindow } from './window.ts';

const orders = lunch();

export function byNumber(number: string): OrderView {
  const found = orders.find(({ order }) => order.number === number);
  if (!found) throw new Error(`The fixture has no order ${number}.`);
  return found;
}

export const ticket = (number: string): string => `[data-order="${byNumber(number).order.id}"]`;

/** `preview` is there once the tests run; each begins with the lunch, or with that other view, as it was. */
export function openLunch(others: Record<string, View> = {}, first = 'lunch') {
  let opened: PreviewWindow | undefined;
  const preview = (): PreviewWindow => {
    if (!opened) throw new Error('The window is opened when the tests run.');
    return opened;
  };
  beforeAll(async () => {
    opened = await openPreview({ lunch: view({ orders }), ...others });
  });
  afterAll(() => opened?.close());
  beforeEach(() => preview().show(first));
  return {
    preview,
    /** What the console was asked since the window was shown. */
    asked: (): Promise<[string, unknown][]> => preview().page.evaluate(() => window.preview.asked),
    send: (delta: Omit<ViewDelta, 'n'>): Promise<void> =>
      preview().page.evaluate((sent) => window.preview.send(sent), delta),
    refuse: (answers: Record<string, IpcError | null>): Promise<void> =>
      preview().page.evaluate((given) => void Object.assign(window.preview.refuse, given), answers),
    text: (selector: string): Promise<string> => preview().page.locator(selector).innerText(),
    async openFromMenu(name: string): Promise<void> {
      const { page, settled } = preview();
      await page.getByRole('button', { name: 'Menu' }).click();
      await page.getByRole('menuitem', { name }).click();
      await settled();
    },
  };
}
