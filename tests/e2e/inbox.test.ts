// A person's messages under fingers and keys.
import { expect, test } from 'vitest';
import { notificationKinds, type NotificationKind } from '../../contract/notification-kinds.ts';
import type { QueryAnswer } from '../../contract/queries.ts';
import type { View } from '../../contract/view.ts';
import { view } from '../preview/fixtures.ts';
import { fullInbox, noor, olderPage, told } from '../preview/inbox-scenes.ts';
import { pageOfPast } from '../preview/asked-scenes.ts';
import { idOf, openAsked } from '../preview/asked.ts';

const { preview, asked, send, answer, focused } = openAsked();

async function openInbox(
  change: Pick<Partial<View>, 'inbox' | 'restaurants'> = {},
  ...pages: QueryAnswer<unknown>[]
): Promise<void> {
  await answer({ 'inbox.page': pages });
  await send({ person: noor, inbox: fullInbox, ...change });
  await preview().page.keyboard.press('m');
  await preview().page.getByRole('dialog', { name: 'Messages' }).waitFor();
}
const rows = (): Promise<string[]> =>
  preview()
    .page.locator('[data-notification]')
    .evaluateAll((all) => all.map((row) => row.querySelector('bdi')?.textContent ?? ''));
const first = fullInbox.notifications[0]!;

test('without an inbox there is no room, no key for it, and nothing in the help', async () => {
  const { page, settled } = preview();
  await page.keyboard.press('m');
  await settled();
  expect(await page.locator('dialog').count()).toBe(0);
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  expect(await page.getByText('messages', { exact: true }).count()).toBe(0);
  await send({ person: noor, inbox: fullInbox });
  await page.getByText('messages', { exact: true }).waitFor();
});

test('the number stands on the person and in the menu, and leads to the room', async () => {
  const { page } = preview();
  await send({ person: noor, inbox: fullInbox });
  await page.getByRole('button', { name: 'Menu, new: 5' }).waitFor();
  await page.getByRole('button', { name: '5 new messages' }).click();
  await page.getByRole('dialog', { name: 'Messages' }).waitFor();
  await send({ inbox: { ...fullInbox, unread: 0 } });
  await page.getByRole('button', { name: 'Menu', exact: true }).waitFor({ state: 'attached' });
  expect(await page.locator('[data-role="manager"]').getByText('5').count()).toBe(0);
});

test('newest first; touched, one is read whole and opened, and touched again nothing more is told', async () => {
  const { page } = preview();
  await openInbox();
  const all = await rows();
  expect(all[0]).toBe('Nobody has answered order 85');
  expect(all).toHaveLength(7);
  const row = page.locator(`[data-notification="${first.id}"]`);
  expect(await row.getByText('New', { exact: true }).count()).toBe(1);
  await row.click();
  expect(await asked('openNotification')).toEqual([{ notification: first.id }]);
  expect(await row.getAttribute('aria-expanded')).toBe('true');
  const [, ...others] = fullInbox.notifications;
  await send({ inbox: { ...fullInbox, notifications: [{ ...first, opened: true }, ...others], unread: 4 } });
  await expect.poll(() => row.getByText('New', { exact: true }).count()).toBe(0);
  await row.click();
  expect(await asked('openNotification')).toHaveLength(1);
});

test('what the order system tells by itself is said in the console’s language, what somebody wrote as they wrote it', async () => {
  const settings = { ...view().settings, language: 'de' as const };
  const titled = (kind: NotificationKind, n: number) =>
    told(n, n, { title: `Its own words for ${kind}`, kind, ...(kind === 'escalation' && { number: '85' }) });
  const notifications = notificationKinds.map(titled);
  await send({ settings, person: noor, inbox: { ...fullInbox, notifications } });
  await preview().page.keyboard.press('m');
  await preview().page.locator('[data-notification]').first().waitFor();
  expect(await rows()).toEqual([
    'Its own words for message',
    'Auf Bestellung 85 hat niemand reagiert',
    'Keine Konsole ist zu hören',
    'Nicht jede Konsole ist erreichbar',
    'Hilferufe werden nicht weitergegeben',
    'Its own words for announcement',
  ]);
});

test('all at once, up to what is in sight', async () => {
  const { page } = preview();
  await openInbox();
  await page.getByRole('button', { name: 'Mark all as read' }).click();
  expect(await asked('openAllNotifications')).toEqual([{ upTo: first.createdAt }]);
  await send({ inbox: { ...fullInbox, unread: 0 } });
  const button = page.getByRole('button', { name: 'Mark all as read' });
  await expect.poll(() => button.getAttribute('aria-disabled')).toBe('true');
  await button.click({ force: true });
  expect(await asked('openAllNotifications')).toHaveLength(1);
});

test('the number of an order opens it over the room, and Escape comes back', async () => {
  const { page } = preview();
  const here = { ...first, order: { id: idOf('85'), number: '85' } };
  await openInbox({ inbox: { ...fullInbox, notifications: [here] } });
  await page.getByRole('button', { name: 'Order 85', exact: true }).click();
  await page.getByRole('dialog', { name: 'Order 85' }).waitFor();
  expect(await asked('openNotification')).toHaveLength(1);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Order 85' }).waitFor({ state: 'detached' });
  expect(await page.getByRole('dialog', { name: 'Messages' }).count()).toBe(1);
});

test('an order that is not here any more is looked up; why it cannot be is said', async () => {
  const { page } = preview();
  const [found] = pageOfPast(0, 1).orders;
  if (found?.kind !== 'order') throw new Error('The fixture begins with an order.');
  const { id, number } = found.order;
  await openInbox({ inbox: { ...fullInbox, notifications: [{ ...first, order: { id, number } }] } });
  const button = page.getByRole('button', { name: `Order ${number}`, exact: true });
  await answer({
    'orders.history': [
      { ok: false, why: 'offline' },
      { ok: true, value: pageOfPast(5, 1) },
      { ok: true, value: pageOfPast(0, 3) },
    ],
  });
  await button.click();
  await page.getByText('The order system does not answer.').waitFor();
  await button.click();
  await page.getByText('The order system has nothing of it.').waitFor();
  await button.click();
  await page.getByText('From the order system, as of 12:03').waitFor();
  expect(await asked('orders.history')).toHaveLength(3);
});

test('arrow keys walk through the rows, Enter opens, Escape closes', async () => {
  const { page } = preview();
  await openInbox();
  await page.locator(`[data-notification="${first.id}"]`).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const second = fullInbox.notifications[1]?.id;
  expect(await asked('openNotification')).toEqual([{ notification: second }]);
  await page.keyboard.press('End');
  expect(await focused(`[data-notification="${fullInbox.notifications.at(-1)?.id}"]`)).toBe(true);
  await page.keyboard.press('Home');
  expect(await focused(`[data-notification="${first.id}"]`)).toBe(true);
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
});

test('older ones page by page, each once; offline what is here, as of when', async () => {
  const { page } = preview();
  await openInbox(
    {},
    { ok: false, why: 'offline' },
    {
      ok: true,
      value: { ...olderPage(0, 'more'), notifications: [first, ...olderPage(0, null).notifications] },
    },
    { ok: true, value: olderPage(30, 'more') },
  );
  await page.getByText('Messages on this console, as of 12:03').waitFor();
  expect(await rows()).toHaveLength(7);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('All messages, as of').waitFor();
  expect(await rows()).toHaveLength(37);
  await page.getByRole('button', { name: 'Older messages' }).click();
  await expect.poll(async () => (await rows()).length).toBe(67);
  // A page that leads to itself is the last.
  await page.getByRole('button', { name: 'Older messages' }).waitFor({ state: 'detached' });
  expect((await asked('inbox.page')).map((one) => (one as { asked: unknown }).asked)).toEqual([
    { before: null, restaurant: null },
    { before: null, restaurant: null },
    { before: 'more', restaurant: null },
  ]);
});

test('one that stands on an older page alone shows what was opened since', async () => {
  const { page } = preview();
  const old = { ...told(300, 400, { title: 'An old one' }), opened: false };
  await openInbox({}, { ok: true, value: { notifications: [old], before: null } });
  const row = page.locator(`[data-notification="${old.id}"]`);
  await row.getByText('New', { exact: true }).waitFor();
  await send({ inbox: { ...fullInbox, opened: { ids: [old.id], upTo: null } } });
  await expect.poll(() => row.getByText('New', { exact: true }).count()).toBe(0);
});

test('what each kind sounds like is chosen; two of them can never be switched off', async () => {
  const { page } = preview();
  await openInbox();
  await page.getByRole('button', { name: 'What you hear' }).click();
  await page.getByLabel('Not passed on').selectOption({ label: 'Off' });
  expect(await asked('chooseHearing')).toEqual([{ kind: 'webhook-failed', hearing: 'off' }]);
  for (const kind of ['Not answered', 'Nobody hears orders']) {
    const choices = await page.getByLabel(kind).locator('option').allTextContents();
    expect(choices).toEqual(['Bell', 'Quiet']);
  }
  expect(await page.getByText('This can never be switched off.').count()).toBe(2);
});

test('a notification that was clicked on the desktop opens the room at it; stepping out closes it', async () => {
  const { page } = preview();
  await send({ person: noor, inbox: fullInbox, focus: { inbox: first.id, n: 1 } });
  await expect.poll(() => focused(`[data-notification="${first.id}"]`)).toBe(true);
  expect(await page.locator(`[data-notification="${first.id}"]`).getAttribute('aria-expanded')).toBe('true');
  await send({ person: null, inbox: null, focus: null });
  await page.locator('dialog').waitFor({ state: 'detached' });
  expect(await page.getByText('Nobody has answered order 85').count()).toBe(0);
});

test('a new one is told to whoever does not see the screen, when it is its turn', async () => {
  const { page } = preview();
  await send({ person: noor, inbox: { ...fullInbox, unread: 5 } });
  await send({ inbox: { ...fullInbox, unread: 6 } });
  await expect.poll(() => page.locator('[data-live="polite"]').innerText()).toBe('1 new message');
});

test('whoever has a role in another restaurant looks at their messages there, and opens none of them from here', async () => {
  const { page } = preview();
  const restaurants = [
    { id: 'r1', name: 'Corner Kitchen', role: 'manager' as const },
    { id: 'r2', name: 'Harbour Grill', role: 'counter' as const },
  ];
  const there = { ...told(400, 5, { title: 'From the harbour' }), opened: false };
  await openInbox(
    { restaurants },
    { ok: true, value: { notifications: [], before: null } },
    { ok: true, value: { notifications: [there], before: null } },
  );
  await page.getByLabel('Restaurant').selectOption({ label: 'Harbour Grill' });
  await page.locator(`[data-notification="${there.id}"]`).click();
  expect(await rows()).toEqual(['From the harbour']);
  expect(await page.getByRole('button', { name: 'Mark all as read' }).count()).toBe(0);
  expect(await asked('openNotification')).toEqual([]);
  expect((await asked('inbox.page')).at(-1)).toMatchObject({ asked: { restaurant: 'r2' } });
  // Nothing of it stays when they step out.
  await send({ person: null, inbox: null, restaurants: [] });
  await expect.poll(() => page.getByText('From the harbour').count()).toBe(0);
});
