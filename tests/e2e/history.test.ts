// The history under fingers and keys.
import { expect, test } from 'vitest';
import type { HistorySearch, QueryAnswer } from '../../contract/queries.ts';
import { pageOfPast } from '../preview/asked-scenes.ts';
import { idOf, openAsked } from '../preview/asked.ts';

const { preview, asked, send, answer, focused } = openAsked();

const searches = async (): Promise<HistorySearch[]> =>
  (await asked('orders.history')).map((question) => (question as { asked: HistorySearch }).asked);

async function openHistory(...pages: QueryAnswer<unknown>[]): Promise<void> {
  await answer({ 'orders.history': pages });
  await preview().page.keyboard.press('h');
  await preview().page.getByRole('dialog', { name: 'History' }).waitFor();
}
const rows = (): Promise<string[]> =>
  preview()
    .page.locator('[data-found]')
    .evaluateAll((all) => all.map((row) => row.getAttribute('data-found') ?? ''));

test('local hits at once, as of when; the order system’s when they come', async () => {
  const { page } = preview();
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
  const { page } = preview();
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
  const { page, settled } = preview();
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

test('pages without end that bring nothing are not asked for by themselves', async () => {
  const { page, settled } = preview();
  const nothing = Array.from({ length: 10 }, (_, n): QueryAnswer<unknown> => ({
    ok: true,
    value: pageOfPast(0, n % 2, `to nowhere ${n}`),
  }));
  await openHistory({ ok: true, value: pageOfPast(0, 2, 'to nowhere') }, ...nothing);
  await page.getByText('That did not work.').waitFor();
  await settled();
  expect((await searches()).map(({ before }) => before)).toEqual([null, 'to nowhere']);
  expect(await rows()).toContain(idOf('74'));
});

test('arrow keys walk through the rows, Enter opens, Escape comes back to the row', async () => {
  const { page, settled } = preview();
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
  const { page } = preview();
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
  const { page } = preview();
  await openHistory({ ok: false, why: 'offline' }, { ok: true, value: pageOfPast(0, 2, null) });
  await page.getByText('The order system does not answer. Orders on this console').waitFor();
  expect(await rows()).toContain(idOf('74'));
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('All orders, as of').waitFor();
});
