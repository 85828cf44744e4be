// A chat under fingers and keys: writing, ready-made replies, deleting, and what is told of looking.
import { expect, test } from 'vitest';
import { chatView, chatWith, first } from '../preview/chat-scenes.ts';
import { view } from '../preview/fixtures.ts';
import { openLunch } from '../preview/lunch.ts';

const since = new Date(Date.UTC(2026, 0, 1)).toISOString();
const manager = { id: 'p1', name: 'Noor', role: 'manager' } as const;
const settings = { ...view().settings, replyLanguage: 'de' as const };
/** More than is in sight at once, the last one new. */
const longChat = (count: number) =>
  chatWith({
    unread: 1,
    unreadSince: since,
    messages: Array.from({ length: count }, (_, n) => ({
      ...(chatWith().messages[0] as ReturnType<typeof chatWith>['messages'][number]),
      id: `30000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      text: `Message ${n}`,
    })),
  });
const { preview, asked, refuse, send } = openLunch(
  {
    chat: chatView({ settings }, [chatWith({ unread: 1, unreadSince: since })]),
    long: chatView({}, [longChat(50)]),
    managed: chatView({ person: manager }, [chatWith({ unread: 1, unreadSince: since })]),
  },
  'chat',
);
const toldOf = async (name: string) =>
  (await asked()).flatMap(([what, request]) => (what === name ? [request] : []));
const field = () => preview().page.getByRole('textbox', { name: 'Write to the customer' });
async function openChat(): Promise<void> {
  await preview().page.locator('[data-chat-badge]').click();
  await preview().page.locator('[data-chat]').waitFor();
}

test('Enter sends what was typed, Shift and Enter begins a line; what was taken leaves the field', async () => {
  await openChat();
  await field().fill('  Ten');
  await field().press('Shift+Enter');
  await field().pressSequentially('minutes ');
  await field().press('Enter');
  expect(await toldOf('writeInChat')).toEqual([{ chat: first.order.id, text: 'Ten\nminutes' }]);
  await expect.poll(() => field().inputValue()).toBe('');
  await field().press('Enter');
  expect(await toldOf('writeInChat')).toHaveLength(1);
});

test('what was not taken stays in the field, with a word on it', async () => {
  await openChat();
  await refuse({ writeInChat: { code: 'refused', message: '' } });
  await field().fill('Ten minutes');
  await preview().page.getByRole('button', { name: 'Send' }).click();
  await preview().page.getByText('This could not be written here.').waitFor();
  expect(await field().inputValue()).toBe('Ten minutes');
});

test('a ready-made reply is put into the field in the customers’ language, to be read before it is sent', async () => {
  await openChat();
  await preview().page.getByRole('button', { name: 'Ready soon' }).click();
  expect(await field().inputValue()).toBe('Deine Bestellung ist gleich fertig.');
  expect(await field().evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await toldOf('writeInChat')).toEqual([]);
});

test('towards its end the field says how many letters are left, and takes no more', async () => {
  await openChat();
  await field().fill('x'.repeat(399));
  expect(await preview().page.getByText('letters left').count()).toBe(0);
  await field().fill('x'.repeat(600));
  await preview().page.getByText('0 letters left').waitFor();
  expect(await field().inputValue()).toHaveLength(500);
});

test('that somebody looks is told once the newest message is in sight, and that nobody does when it is closed', async () => {
  const { page } = preview();
  await openChat();
  await expect.poll(() => toldOf('lookAtChat')).toContainEqual({ chat: first.order.id });
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
  expect((await toldOf('lookAtChat')).at(-1)).toEqual({ chat: null });
});

test('nobody who moves nothing for a minute is taken for a reader', async () => {
  const { page } = preview();
  await openChat();
  await expect.poll(() => toldOf('lookAtChat')).toContainEqual({ chat: first.order.id });
  await page.clock.runFor(61_000);
  expect((await toldOf('lookAtChat')).at(-1)).toEqual({ chat: null });
  await page.mouse.move(20, 20);
  await expect.poll(async () => (await toldOf('lookAtChat')).at(-1)).toEqual({ chat: first.order.id });
});

test('a message that comes while nobody is there scrolls itself into sight, and is not taken for read', async () => {
  const { page, show } = preview();
  await show('long');
  await openChat();
  await expect.poll(() => toldOf('lookAtChat')).toContainEqual({ chat: first.order.id });
  await page.clock.runFor(61_000);
  const before = await toldOf('lookAtChat');
  expect(before.at(-1)).toEqual({ chat: null });
  // In sight, out of it, and in again, as a list that grows has it.
  const log = page.getByRole('log', { name: 'Messages' });
  for (const top of [0, 1e6, 0, 1e6]) {
    await log.evaluate((element, to) => void (element.scrollTop = to), top);
    await preview().drawn();
  }
  await send({ chats: { put: [longChat(60)], drop: [] } });
  await log.getByText('Message 59').waitFor();
  await preview().drawn();
  expect(await toldOf('lookAtChat')).toEqual(before);
});

test('what somebody began to write goes with them; what was begun before they stepped in stays', async () => {
  await openChat();
  await field().fill('Ten minutes');
  await send({ person: manager });
  expect(await field().inputValue()).toBe('Ten minutes');
  await send({ person: { id: 'p2', name: 'Ben', role: 'counter' } });
  await expect.poll(() => field().inputValue()).toBe('');
  await field().fill('No onions');
  await send({ person: null });
  await expect.poll(() => field().inputValue()).toBe('');
});

test('what was begun is there again when the chat is closed and opened, and gone when its writer steps out meanwhile', async () => {
  const { page } = preview();
  const close = async (): Promise<void> => {
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
  };
  await send({ person: manager });
  await openChat();
  await field().fill('Ten minutes, we are');
  await close();
  await openChat();
  expect(await field().inputValue()).toBe('Ten minutes, we are');
  await close();
  await send({ person: null });
  await openChat();
  expect(await field().inputValue()).toBe('');
});

test('managers delete, asked twice; others are not offered it', async () => {
  const { page, show } = preview();
  await openChat();
  expect(await page.getByRole('button', { name: 'Delete this message' }).count()).toBe(0);
  await show('managed');
  await openChat();
  await page.getByRole('button', { name: 'Delete this message' }).last().click();
  expect(await toldOf('deleteInChat')).toEqual([]);
  await page.getByRole('button', { name: 'Delete for everybody' }).click();
  const last = chatWith().messages.at(-1);
  expect(await toldOf('deleteInChat')).toEqual([{ chat: first.order.id, message: last?.id }]);
});

test('nothing in a message can be pressed', async () => {
  await openChat();
  expect(
    await preview().page.locator('[data-chat] [role="log"] a, [data-chat] [role="log"] button').count(),
  ).toBe(0);
  expect(await preview().page.getByText('https://example.org').count()).toBe(1);
});

test('a new message is read out by the log, and said where the chat is not open', async () => {
  const { page } = preview();
  await send({ chats: { put: [chatWith({ unread: 3, unreadSince: since })], drop: [] } });
  await page
    .locator('[data-live="polite"]', { hasText: `Message from the customer of order ${first.order.number}` })
    .waitFor({ state: 'attached' });
  await openChat();
  expect(await page.getByRole('log', { name: 'Messages' }).count()).toBe(1);
});
