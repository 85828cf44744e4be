// The opened order under fingers and keys.
import { expect, test } from 'vitest';
import type { QueryAnswer } from '../../contract/queries.ts';
import { byNumber, idOf, openAsked } from '../preview/asked.ts';
import { now, view } from '../preview/fixtures.ts';

const { preview, asked, send, answer, focused } = openAsked();

const ticket = (number: string): string => `[data-order="${idOf(number)}"]`;
const opened = (number: string): string => `[data-opened="${idOf(number)}"]`;
const head = (number: string): string => `${ticket(number)} [aria-haspopup="dialog"]`;
const happened = (number: string): Promise<string[]> =>
  preview()
    .page.locator(`${opened(number)} li[data-what]`)
    .evaluateAll((lines) => lines.map((line) => line.getAttribute('data-what') ?? ''));

const mia = { kind: 'person', id: 'p2', name: 'Mia' } as const;
const iso = (minutes: number): string => new Date(now + minutes * 60_000).toISOString();
const timeline = (...acts: unknown[]): QueryAnswer<unknown> => ({
  ok: true,
  value: {
    acts: [{ what: 'placed', at: iso(-23), by: { kind: 'channel', name: 'web' } }, ...acts],
    receipts: [],
  },
});

test('a ticket’s head opens it; its place in the queue is kept, and closing gives the focus back', async () => {
  const { page, settled } = preview();
  await page.locator(head('81')).click();
  await page.getByRole('dialog', { name: 'Order 81' }).waitFor();
  expect(await page.locator(ticket('81')).count()).toBe(1);
  expect(await asked('order.timeline')).toEqual([{ place: 'order', asked: { order: idOf('81') } }]);
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
  await settled();
  expect(await focused(head('81'))).toBe(true);
});

test('"O" and the number of a ticket open it; "O" on a ticket opens that one', async () => {
  const { page } = preview();
  const key = await page.locator(`${ticket('84')} [data-step="next"] kbd`).innerText();
  await page.keyboard.press('o');
  await page.getByText('Open which ticket?').waitFor();
  await page.keyboard.press(key);
  await page.locator(opened('84')).waitFor();
  await page.keyboard.press('Escape');
  await page.locator(`${ticket('85')} [data-step="next"]`).focus();
  await page.keyboard.press('o');
  await page.locator(opened('85')).waitFor();
  expect(await asked('command')).toEqual([]);
});

test('after a moment "O" is forgotten: a digit is the next step again', async () => {
  const { page } = preview();
  const key = await page.locator(`${ticket('84')} [data-step="next"] kbd`).innerText();
  await page.keyboard.press('o');
  await page.clock.runFor(5000);
  await page.getByText('Open which ticket?').waitFor({ state: 'detached' });
  await page.keyboard.press(key);
  expect(await asked('command')).toEqual([{ order: idOf('84'), verb: 'ready' }]);
});

test('the buttons are those of the ticket, and what is pressed is the same command', async () => {
  const { page } = preview();
  const words = (within: string) => page.locator(`${within} footer button`).allInnerTexts();
  const onTicket = await words(ticket('87'));
  await page.locator(head('87')).click();
  expect((await words(opened('87'))).map((word) => word.replaceAll(/\s/g, ''))).toEqual(
    onTicket.map((word) => word.replace(/\d$/, '').replaceAll(/\s/g, '')),
  );
  await page.locator(`${opened('87')} [data-step="next"]`).click();
  expect(await asked('command')).toMatchObject([{ order: idOf('87'), verb: 'accept' }]);
});

test('what happens meanwhile is seen: on the paper at once, and the timeline is asked for anew', async () => {
  const { page } = preview();
  const accept = { what: 'accept', at: iso(-22), by: mia } as const;
  const ready = { what: 'ready', at: iso(0), by: mia } as const;
  const one = byNumber('81');
  await answer({ 'order.timeline': [timeline(accept), timeline(accept, ready)] });
  await page.locator(head('81')).click();
  await expect.poll(() => happened('81')).toEqual(['placed', 'accept']);
  const done = { ...one.order, status: 'ready' as const, acts: [ready] };
  await send({ orders: { put: [{ order: done, column: 'ready', pending: null }], drop: [] } });
  await page.locator(`${opened('81')}[data-band="ready"]`).waitFor();
  await expect.poll(() => happened('81')).toEqual(['placed', 'accept', 'ready']);
  expect(await asked('order.timeline')).toHaveLength(2);
  // A change that is no deed asks nothing.
  await send({
    orders: { put: [{ order: { ...done, note: 'No bag' }, column: 'ready', pending: null }], drop: [] },
  });
  await page.locator(opened('81')).getByText('No bag').waitFor();
  expect(await asked('order.timeline')).toHaveLength(2);
});

test('nothing flickers: only an answer that takes a while is told to be waited for', async () => {
  const { page } = preview();
  const waiting = page.locator(opened('81')).getByText('Asking the order system');
  await page.locator(head('81')).click();
  await page.locator(opened('81')).waitFor();
  await page.clock.runFor(250);
  expect(await waiting.count()).toBe(0);
  await page.clock.runFor(100);
  await waiting.waitFor();
});

test('without a connection the order tells its own deeds and says so; back online it is asked again', async () => {
  const { page } = preview();
  const { status } = view();
  await send({ status: { ...status, word: 'offline' } });
  await answer({
    'order.timeline': [{ ok: false, why: 'offline' }, timeline({ what: 'accept', at: iso(-22), by: mia })],
  });
  await page.locator(head('79')).click();
  const told = page.locator(`${opened('79')} [role="status"]`);
  await told.getByText('does not answer').waitFor();
  expect(await happened('79')).toEqual(['placed', 'ready']);
  await send({ status: { ...status, word: 'live' } });
  await expect.poll(() => happened('79')).toEqual(['placed', 'accept', 'ready']);
  expect(await told.innerText()).toBe('');
});

test('a telephone number stands in groups, and can be selected', async () => {
  const { page } = preview();
  await page.locator(head('86')).click();
  const phone = page.locator(`${opened('86')} [data-phone]`);
  expect(await phone.innerText()).toBe('+49 151 123 456 78');
  expect(await phone.evaluate((element) => getComputedStyle(element).userSelect)).toBe('text');
});

test('an order that leaves this console stays to be read, without anything to press', async () => {
  const { page } = preview();
  await page.locator(head('79')).click();
  await page.locator(opened('79')).waitFor();
  await send({ orders: { put: [], drop: [idOf('79')] } });
  await page.getByText('no longer on this console').waitFor();
  expect(await page.locator(`${opened('79')} footer`).count()).toBe(0);
});

test('of a backend without a log the order tells what it knows; there is nothing to try again', async () => {
  const { page } = preview();
  await send({ status: { ...view().status, word: 'checked' } });
  await answer({ 'order.timeline': [{ ok: false, why: 'not-allowed' }] });
  await page.locator(head('79')).click();
  const told = page.locator(`${opened('79')} [role="status"]`);
  await told.getByText('does not show this here. This is what the order itself says').waitFor();
  expect(await told.getByRole('button').count()).toBe(0);
  expect(await happened('79')).toEqual(['placed', 'ready']);
});

test('one that cannot be read opens as bare as it is, one with a copy shows that and says it may be old', async () => {
  const { page } = preview();
  const odd = { since: iso(-1), answerable: true, pending: null };
  await send({
    unreadable: [
      { ...odd, id: 'x1', number: '93', column: 'new', hasCopy: false },
      { ...odd, id: idOf('81'), number: '81', column: 'preparing', hasCopy: true },
    ],
  });
  const answers = (id: string) => page.locator(`[data-opened="${id}"] footer button`).allInnerTexts();
  await page.getByRole('button', { name: 'Open order 93' }).click();
  await page.getByRole('dialog', { name: 'Order 93' }).getByText('Look in the order system').waitFor();
  expect(await answers('x1')).toEqual(['Accept', 'Ready', 'Handled in the order system']);
  await page.keyboard.press('Escape');
  await page.locator(head('81')).click();
  await page.getByRole('dialog', { name: 'Order 81' }).getByText('It was changed.').waitFor();
  await page.locator(opened('81')).getByText('Burger').waitFor();
  expect(await answers(idOf('81'))).toEqual(['Ready', 'Handled in the order system']);
});
