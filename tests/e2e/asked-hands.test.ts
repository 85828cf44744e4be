// The opened order and the history under fingers and keys.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { HistorySearch, QueryAnswer } from '../../contract/queries.ts';
import type { OrderView, ViewDelta } from '../../contract/view.ts';
import { pageOfPast, rich } from '../preview/asked-scenes.ts';
import { lunch, now, view } from '../preview/fixtures.ts';
import { openPreview, type PreviewWindow } from '../preview/window.ts';

const orders = [rich, ...lunch()];
const byNumber = (number: string): OrderView => {
  const found = orders.find(({ order }) => order.number === number);
  if (!found) throw new Error(`The fixture has no order ${number}.`);
  return found;
};
const idOf = (number: string): string => byNumber(number).order.id;
const ticket = (number: string): string => `[data-order="${idOf(number)}"]`;
const opened = (number: string): string => `[data-opened="${idOf(number)}"]`;
const head = (number: string): string => `${ticket(number)} [aria-haspopup="dialog"]`;

let preview: PreviewWindow;
beforeAll(async () => {
  preview = await openPreview({ lunch: view({ orders }) });
});
afterAll(() => preview?.close());
beforeEach(() => preview.show('lunch'));

const asked = (name: string): Promise<unknown[]> =>
  preview.page.evaluate(
    (wanted) => window.preview.asked.filter(([what]) => what === wanted).map(([, question]) => question),
    name,
  );
const send = (delta: Omit<ViewDelta, 'n'>): Promise<void> =>
  preview.page.evaluate((sent) => window.preview.send(sent), delta);
const answer = (answers: Record<string, QueryAnswer<unknown>[]>): Promise<void> =>
  preview.page.evaluate((given) => void Object.assign(window.preview.answers, given), answers);
const focused = (selector: string): Promise<boolean> =>
  preview.page.evaluate((wanted) => document.activeElement?.closest(wanted) != null, selector);
const happened = (number: string): Promise<string[]> =>
  preview.page
    .locator(`${opened(number)} li[data-what]`)
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
  const { page, settled } = preview;
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
  const { page } = preview;
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
  const { page } = preview;
  const key = await page.locator(`${ticket('84')} [data-step="next"] kbd`).innerText();
  await page.keyboard.press('o');
  await page.clock.runFor(5000);
  await page.getByText('Open which ticket?').waitFor({ state: 'detached' });
  await page.keyboard.press(key);
  expect(await asked('command')).toEqual([{ order: idOf('84'), verb: 'ready' }]);
});

test('the buttons are those of the ticket, and what is pressed is the same command', async () => {
  const { page } = preview;
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
  const { page } = preview;
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
  const { page } = preview;
  const waiting = page.locator(opened('81')).getByText('Asking the order system');
  await page.locator(head('81')).click();
  await page.locator(opened('81')).waitFor();
  await page.clock.runFor(250);
  expect(await waiting.count()).toBe(0);
  await page.clock.runFor(100);
  await waiting.waitFor();
});

test('without a connection the order tells its own deeds and says so; back online it is asked again', async () => {
  const { page } = preview;
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
  const { page } = preview;
  await page.locator(head('86')).click();
  const phone = page.locator(`${opened('86')} [data-phone]`);
  expect(await phone.innerText()).toBe('+49 151 123 456 78');
  expect(await phone.evaluate((element) => getComputedStyle(element).userSelect)).toBe('text');
});

test('an order that leaves this console stays to be read, without anything to press', async () => {
  const { page } = preview;
  await page.locator(head('79')).click();
  await page.locator(opened('79')).waitFor();
  await send({ orders: { put: [], drop: [idOf('79')] } });
  await page.getByText('no longer on this console').waitFor();
  expect(await page.locator(`${opened('79')} footer`).count()).toBe(0);
});

const searches = async (): Promise<HistorySearch[]> =>
  (await asked('orders.history')).map((question) => (question as { asked: HistorySearch }).asked);

async function openHistory(...pages: QueryAnswer<unknown>[]): Promise<void> {
  await answer({ 'orders.history': pages });
  await preview.page.keyboard.press('h');
  await preview.page.getByRole('dialog', { name: 'History' }).waitFor();
}
const rows = (): Promise<string[]> =>
  preview.page
    .locator('[data-found]')
    .evaluateAll((all) => all.map((row) => row.getAttribute('data-found') ?? ''));

test('local hits at once, as of when; the order system’s when they come', async () => {
  const { page } = preview;
  await openHistory();
  await page.getByText('Orders on this console, as of 12:03').waitFor();
  expect(await rows()).toContain(idOf('74'));
  await answer({ 'orders.history': [{ ok: true, value: pageOfPast(0, 3, null) }] });
  await page.getByRole('searchbox', { name: 'Number, name or phone' }).fill('jo m');
  // What is here is narrowed down with every letter; the other side is asked when the typing rests.
  await expect.poll(rows).toEqual([idOf('88')]);
  expect(await searches()).toHaveLength(1);
  await page.clock.runFor(300);
  await page.getByText('All orders, as of').waitFor();
  expect((await searches()).at(-1)).toEqual({ text: 'jo m', day: null, before: null });
  expect(await rows()).toHaveLength(4);
});

test('a telephone number and a day find, too', async () => {
  const { page } = preview;
  await openHistory({ ok: true, value: pageOfPast(0, 0, null) });
  await page.getByRole('searchbox', { name: 'Number, name or phone' }).fill('0151 123');
  await expect.poll(rows).toEqual([idOf('86')]);
  await page.getByRole('searchbox', { name: 'Number, name or phone' }).fill('');
  await page.getByLabel('Day', { exact: true }).fill('2026-03-05');
  await expect
    .poll(async () => (await searches()).at(-1))
    .toEqual({ text: '', day: '2026-03-05', before: null });
  await page.getByText('No order found.').waitFor();
  await page.getByRole('button', { name: 'Every day' }).click();
  await expect.poll(async () => (await rows()).length).toBeGreaterThan(5);
});

test('pages come while scrolling, each once, and only what is in sight is drawn', async () => {
  const { page, settled } = preview;
  const pages = [0, 30, 60, 90].map((from): QueryAnswer<unknown> => ({
    ok: true,
    value: pageOfPast(from, 30, from === 90 ? null : `to ${from + 30}`),
  }));
  await openHistory(...pages);
  const list = page.getByRole('list', { name: 'Orders found' }).locator('..');
  for (let turn = 0; turn < 12; turn += 1) {
    await list.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await settled();
  }
  expect((await searches()).map(({ before }) => before)).toEqual([null, 'to 30', 'to 60', 'to 90']);
  expect((await rows()).at(-1)).toContain('119');
  expect((await rows()).length).toBeLessThan(50);
});

test('arrow keys walk through the rows, Enter opens, Escape comes back to the row', async () => {
  const { page, settled } = preview;
  await openHistory({ ok: true, value: pageOfPast(0, 30, null) });
  await expect.poll(async () => (await rows()).length).toBeGreaterThan(10);
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => focused('[data-row="0"]')).toBe(true);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('PageDown');
  await page.keyboard.press('ArrowUp');
  const walked = await page.evaluate(() => document.activeElement?.getAttribute('data-row'));
  expect(Number(walked)).toBeGreaterThan(2);
  await page.keyboard.press('End');
  await settled();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-found'))).toContain('029');
  await page.keyboard.press('Enter');
  await page.getByText('From the order system, as of 12:03').waitFor();
  await page.keyboard.press('Escape');
  await settled();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-found'))).toContain('029');
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
});

test('a closed order that was only assumed to be collected is taken back by a manager, with the words of any press', async () => {
  const { page } = preview;
  await openHistory({ ok: true, value: pageOfPast(5, 1, null) });
  await page.getByRole('searchbox', { name: 'Number, name or phone' }).fill('695');
  await page.clock.runFor(300);
  await page.locator('[data-found]').click();
  const back = page.getByRole('button', { name: 'Back to ready' });
  expect(await back.getAttribute('aria-disabled')).toBe('true');
  await send({ person: { id: 'p1', name: 'Noor', role: 'manager' } });
  await page.evaluate(
    () => void Object.assign(window.preview.refuse, { command: { code: 'unreachable', message: '' } }),
  );
  await back.click();
  expect(await asked('command')).toMatchObject([{ verb: 'recall' }]);
  await page.getByRole('alert').getByText('does not answer').waitFor();
});

test('offline the history says so, and shows what is here', async () => {
  const { page } = preview;
  await openHistory({ ok: false, why: 'offline' }, { ok: true, value: pageOfPast(0, 2, null) });
  await page.getByText('The order system does not answer. Orders on this console').waitFor();
  expect(await rows()).toContain(idOf('74'));
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('All orders, as of').waitFor();
});
