// What a newer order system brings, on the screen: an order that cannot be read is called out and answered all the same.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { scenes } from '../preview/fixtures.ts';
import { openPreview, type PreviewWindow } from '../preview/window.ts';

const all = scenes();
let preview: PreviewWindow;
beforeAll(async () => {
  preview = await openPreview(
    Object.fromEntries(
      Object.entries(all).flatMap(([name, { view }]) => (/new|old/.test(name) ? [[name, view]] : [])),
    ),
  );
});
afterAll(() => preview?.close());
beforeEach(() => preview.show('newer'));

const asked = (): Promise<[string, unknown][]> => preview.page.evaluate(() => window.preview.asked);
const buttons = (ticket: string) => preview.page.locator(`${ticket} footer button`).allInnerTexts();

test('a bare ticket has its number and three answers, and each needs only the id', async () => {
  const bare = '[data-unreadable="x1"]';
  expect(await preview.page.locator(`${bare} h3`).innerText()).toBe('93');
  expect(await buttons(bare)).toEqual(['Accept', 'Ready', 'Handled in the order system']);
  await preview.page.locator(`${bare} footer button`).nth(0).click();
  await preview.page.locator(`${bare} footer button`).nth(2).click();
  expect(await asked()).toEqual([
    ['command', { order: 'x1', verb: 'accept' }],
    ['handled', { order: 'x1' }],
  ]);
});

test('one that was answered asks for less, and one with an older copy leaves that its place', async () => {
  expect(await buttons('[data-unreadable="x2"]')).toEqual(['Ready', 'Handled in the order system']);
  const copied = preview.page.locator('[data-unreadable]').nth(2);
  const id = await copied.getAttribute('data-unreadable');
  expect(await copied.getAttribute('data-order')).toBeNull();
  expect(await preview.page.locator(`[data-column="preparing"] [data-order="${id}"]`).count()).toBe(1);
});

test('an unknown status is shown by its own word, waits for "Understood", and offers what may be taken', async () => {
  const ticket = '[data-column="new"] [data-band="unknown"]';
  expect(await preview.page.locator(`${ticket} header`).innerText()).toMatch(/^in-review/);
  const offered = (await buttons(ticket)).map((text) => text.replace(/\s*\d$/, ''));
  expect(offered).toEqual(['Understood', 'Accept', 'Ready']);
});

test('the pill and a sentence say which side needs an update', async () => {
  const { page } = preview;
  expect(await page.locator('[data-status="needs-update"] b').innerText()).toBe('Needs an update');
  expect(await page.locator('[data-word="needs-update"]').innerText()).toContain('cannot be shown here');
  await preview.show('too-old');
  expect(await page.locator('[data-word="needs-update"]').innerText()).toContain(
    'too old for the order system',
  );
});
