// The queue as a whole: it turns to what was asked for, survives what cannot be drawn, and stays quick when it is long.
import { expect, test } from 'vitest';
import type { OrderView } from '../../contract/view.ts';
import { many, view } from '../preview/fixtures.ts';
import { byNumber, openLunch, ticket } from '../preview/lunch.ts';

declare global {
  interface Window {
    /** The tickets in which something was redrawn. */
    touched: string[];
  }
}

const crowd = many(320);

const { preview, send, text } = openLunch({
  crowd: view({ orders: crowd, settings: { ...view().settings, theme: 'dark' } }),
});

test('an order whose notification was clicked is brought into sight and opened, wherever it stands', async () => {
  const { page, settled } = preview();
  const opened = (number: string) => page.locator(`[data-opened="${byNumber(number).order.id}"]`);
  await send({ focus: { order: byNumber('91').order.id, n: 1 } });
  await settled();
  await page.locator(`${ticket('91')}[data-called]`).waitFor();
  expect(await page.locator('#tab-later').getAttribute('aria-selected')).toBe('true');
  await opened('91').waitFor();
  await send({ focus: { order: byNumber('79').order.id, n: 2 } });
  await settled();
  await page.locator(`${ticket('79')}[data-called]`).waitFor();
  await opened('79').waitFor();
  expect(await page.locator('dialog').count()).toBe(1);
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
  await send({ focus: { order: byNumber('79').order.id, n: 3 } });
  await settled();
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-order'))).toBe(
    byNumber('79').order.id,
  );
});

test('a bell nobody answers brings the queue back from another view; a touched screen stays', async () => {
  const { page } = preview();
  const tab = page.locator('#tab-closed');
  await tab.click();
  await page.clock.runFor(15_000);
  await page.keyboard.press('Shift');
  await page.clock.runFor(15_000);
  expect(await tab.getAttribute('aria-selected')).toBe('true');
  await page.clock.runFor(10_000);
  expect(await page.locator('#tab-queue').getAttribute('aria-selected')).toBe('true');
});

test('an order that cannot be drawn does not take the screen with it for good', async () => {
  const { page } = preview();
  const one = byNumber('81');
  const unreadable = { ...one, order: { ...one.order, items: null } } as unknown as OrderView;
  await send({ orders: { put: [unreadable], drop: [] } });
  await page.getByText('No order is lost').waitFor();
  await send({ orders: { put: [one], drop: [] } });
  await page.getByRole('button', { name: 'Show again' }).click();
  await page.locator(ticket('81')).waitFor();
  expect(await page.locator('[data-order]').count()).toBe(8);
});

test('320 orders: the first are drawn, the rest come with scrolling, a delta redraws only its ticket', async () => {
  const { page, show, drawn, settled } = preview();
  await show('crowd');
  const list = page.locator('[data-column="preparing"] [role="group"]');
  const count = () => list.locator('[data-order]').count();
  expect(await text('[data-column="preparing"] h2')).toContain('192');
  expect(await count()).toBeLessThan(100);
  const countAtTheEnd = async (): Promise<number> => {
    await list.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await settled();
    return count();
  };
  await expect.poll(countAtTheEnd, { timeout: 60_000, interval: 10 }).toBe(192);
  const first = await page.locator('[data-column="new"] [data-order]').first().getAttribute('data-order');
  const one = crowd.find(({ order }) => order.id === first);
  if (!one) throw new Error('The first ticket is one of the crowd.');
  await page.evaluate(() => {
    window.touched = [];
    new MutationObserver((records) => {
      for (const { target } of records) {
        const element = target instanceof Element ? target : target.parentElement;
        const ticket = element?.closest('[data-order]')?.getAttribute('data-order');
        window.touched.push(ticket ?? `no ticket: ${element?.outerHTML}`);
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  // The clock stands still: whatever is redrawn now is redrawn because of the delta.
  await send({ orders: { put: [{ ...one, order: { ...one.order, note: 'No bag, please' } }], drop: [] } });
  await page.locator(`[data-order="${first}"]`).getByText('No bag, please').waitFor();
  await drawn();
  expect([...new Set(await page.evaluate(() => window.touched))]).toEqual([first]);
});
