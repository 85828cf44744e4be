// The window under fingers: one press is one command, nothing jumps, no tap hits the wrong ticket.
import { expect, test } from 'vitest';
import { now, shown } from '../preview/fixtures.ts';
import { byNumber, openLunch, ticket } from '../preview/lunch.ts';

const { preview, asked, send, text } = openLunch();

test('a double click on "Ready" is one command', async () => {
  await preview()
    .page.locator(`${ticket('81')} [data-step="next"]`)
    .dblclick();
  expect(await asked()).toEqual([['command', { order: byNumber('81').order.id, verb: 'ready' }]]);
});

test('the second tap of a double tap does not hit the ticket that moved up', async () => {
  const { page } = preview();
  const button = await page.locator(`${ticket('83')} [data-step="next"]`).boundingBox();
  if (!button) throw new Error('The ticket has a button.');
  const [x, y] = [button.x + button.width / 2, button.y + button.height / 2];
  await page.mouse.click(x, y);
  await send({ orders: { put: [], drop: [byNumber('83').order.id] } });
  await page.locator(ticket('83')).waitFor({ state: 'detached' });
  expect(await page.locator(ticket('84')).getAttribute('data-settling')).toBe('');
  await page.mouse.click(x, y);
  expect(await asked()).toHaveLength(1);
  await page.clock.runFor(500);
  expect(await page.locator(ticket('84')).getAttribute('data-settling')).toBeNull();
});

test('a new order comes behind the others; no ticket that was there moves', async () => {
  const { page } = preview();
  const places = () =>
    page.evaluate(() =>
      Object.fromEntries(
        [...document.querySelectorAll<HTMLElement>('[data-order]')].map((element) => {
          const { top, left } = element.getBoundingClientRect();
          return [element.dataset['order'] ?? '', `${top} ${left}`];
        }),
      ),
    );
  const before = await places();
  const fresh = shown({
    number: '90',
    placedAt: new Date(now).toISOString(),
    ringAt: new Date(now).toISOString(),
  });
  await send({
    orders: { put: [fresh], drop: [] },
    bell: { ringing: true, unaccepted: 3, snoozedUntil: null },
  });
  await page.locator(`[data-order="${fresh.order.id}"]`).waitFor();
  expect(await places()).toMatchObject(before);
  expect(await text('[data-live="assertive"]')).toBe('New order 90');
});

test('minutes are chosen, a reason is given', async () => {
  const { page } = preview();
  await page.locator(`${ticket('88')} [aria-label="5 minutes more"]`).click();
  await page.locator(`${ticket('88')} [data-step="next"]`).click();
  await page.locator(`${ticket('87')} [aria-haspopup="menu"]`).click();
  await page.getByRole('menuitem', { name: 'Sold out' }).click();
  expect(await asked()).toEqual([
    ['command', { order: byNumber('88').order.id, verb: 'accept', minutes: 20 }],
    ['command', { order: byNumber('87').order.id, verb: 'reject', reason: 'Sold out' }],
  ]);
});

test('an item is ticked off by touching it', async () => {
  const { page } = preview();
  const order = byNumber('81').order.id;
  await page
    .locator(`${ticket('81')} [role="checkbox"]`)
    .last()
    .click();
  await page
    .locator(`${ticket('81')} [role="checkbox"]`)
    .first()
    .click();
  expect(await asked()).toEqual([
    ['command', { order, verb: 'tick', item: 'i2', ticked: true }],
    ['command', { order, verb: 'tick', item: 'i1', ticked: false }],
  ]);
});

test('a press that is refused says so on its ticket until somebody has read it', async () => {
  const { page } = preview();
  const one = byNumber('81');
  const pending = {
    command: 'c9',
    verb: 'ready' as const,
    state: 'refused' as const,
    undoable: false,
    pressedAt: new Date(now).toISOString(),
    problem: 'Order 81 was cancelled meanwhile.',
  };
  await send({ orders: { put: [{ ...one, pending }], drop: [] } });
  const alert = page.locator(`${ticket('81')} [role="alert"]`);
  expect(await alert.innerText()).toContain('Order 81 was cancelled meanwhile.');
  await alert.getByRole('button').click();
  expect(await asked()).toEqual([['dismissRefused', { order: one.order.id }]]);
});
