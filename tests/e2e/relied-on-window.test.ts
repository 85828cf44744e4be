// Holds what others look for in the window: each order by its id, each column by its name with its count in its heading.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lunch, view } from '../preview/fixtures.ts';
import { openPreview, type PreviewWindow } from '../preview/window.ts';

const orders = lunch();
let preview: PreviewWindow;
beforeAll(async () => {
  preview = await openPreview({ lunch: view({ orders }) });
  await preview.show('lunch');
});
afterAll(() => preview?.close());

test.each(['new', 'preparing', 'ready'])('[data-column="%s"] counts its orders in its h2', async (column) => {
  const expected = orders.filter((one) => one.column === column).map(({ order }) => order.id);
  expect(expected.length).toBeGreaterThan(0);
  const found = preview.page.locator(`[data-column="${column}"]`);
  const ids = await found
    .locator('[data-order]')
    .evaluateAll((tickets) => tickets.map((ticket) => ticket.getAttribute('data-order')));
  expect(ids).toEqual(expect.arrayContaining(expected));
  const heading = await found.locator('h2').innerText();
  expect(/\d+/.exec(heading)?.[0]).toBe(String(ids.length));
  expect(await preview.page.locator(`[data-column="no-${column}"] h2`).count()).toBe(0);
});
