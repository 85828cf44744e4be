// The window under keys: no key hits the wrong ticket, and everything can be reached without a mouse.
import { expect, test } from 'vitest';
import { byNumber, openLunch, ticket } from '../preview/lunch.ts';

const { preview, asked, send, text } = openLunch();

test('digits press the next step of the ticket that shows them', async () => {
  const { page } = preview();
  const hint = await text(`${ticket('84')} [data-step="next"] kbd`);
  await page.keyboard.press(hint);
  await page.keyboard.press(hint);
  expect(await asked()).toEqual([['command', { order: byNumber('84').order.id, verb: 'ready' }]]);
});

test('Space stops the bell, also when the mouse left the focus on a button; U takes back', async () => {
  const { page } = preview();
  await page.locator('#tab-queue').click();
  await page.keyboard.press('Space');
  await page.keyboard.press('u');
  expect(await asked()).toEqual([
    ['stopBell', undefined],
    ['undo', { order: byNumber('80').order.id, command: 'c1' }],
  ]);
});

test('walking with Tab, Space presses the button one stands on once nothing rings; Enter does at any time', async () => {
  const { page } = preview();
  await page.locator(`${ticket('81')} [data-step="next"]`).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Space');
  await send({ bell: { ringing: false, unaccepted: 2, snoozedUntil: null } });
  await page.keyboard.press('Space');
  await page.locator(`${ticket('84')} [data-step="next"]`).focus();
  await send({ bell: { ringing: true, unaccepted: 2, snoozedUntil: null } });
  await page.keyboard.press('Enter');
  expect(await asked()).toEqual([
    ['stopBell', undefined],
    ['command', { order: byNumber('81').order.id, verb: 'ready' }],
    ['command', { order: byNumber('84').order.id, verb: 'ready' }],
  ]);
});

test('searching types digits, finds by item, and never hides what is new', async () => {
  const { page } = preview();
  await page.keyboard.press('/');
  await page.keyboard.type('las1');
  expect(await asked()).toEqual([]);
  await page.keyboard.press('Backspace');
  await page.locator(ticket('81')).waitFor({ state: 'detached' });
  expect(await page.locator(ticket('85')).count()).toBe(1);
  expect(await page.locator(ticket('87')).count()).toBe(1);
  await page.keyboard.press('Escape');
  await page.locator(ticket('81')).waitFor();
});

test('a menu works without a mouse, and gives the focus back', async () => {
  const { page, settled } = preview();
  const reject = page.locator(`${ticket('87')} [aria-haspopup="menu"]`);
  await reject.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  await settled();
  expect(await reject.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  expect(await asked()).toMatchObject([['command', { order: byNumber('87').order.id, verb: 'reject' }]]);
});

test('a key still means its ticket when that was scrolled away a moment ago', async () => {
  const { page } = preview();
  const hint = await text(`${ticket('81')} [data-step="next"] kbd`);
  // Before the next frame measures what can be seen.
  await page.evaluate((key) => {
    const list = document.querySelector('[data-column="preparing"] [role="group"]');
    list?.scrollTo(0, list.scrollHeight);
    list?.replaceChildren();
    dispatchEvent(new KeyboardEvent('keydown', { key }));
  }, hint);
  expect(await asked()).toEqual([['command', { order: byNumber('81').order.id, verb: 'ready' }]]);
});
