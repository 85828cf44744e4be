// Chats on real parts: two consoles, one of them behind a line that fails, and a customer.
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CounterbellWindow } from '../../contract/ipc.ts';
import type { View } from '../../contract/view.ts';
import { startBackend, type Placed, type RunningBackend } from '../support/backend.ts';
import { driveConsole, type DrivenConsole } from '../support/console.ts';
import { startDesktop, type Desktop } from '../support/desktop.ts';
import { until } from '../support/poll.ts';
import { startNetwork, type Network } from '../support/proxy.ts';

declare const window: { counterbell: CounterbellWindow };

let desktop: Desktop;
let backend: RunningBackend;
let line: Network;
let counter: DrivenConsole;
let other: DrivenConsole;
let page: Page;
let otherPage: Page;

beforeAll(async () => {
  line = await startNetwork();
  [desktop, backend] = await Promise.all([startDesktop(), startBackend({ PUBLIC_URL: line.url })]);
  line.to(backend.port);
  // A loudspeaker: what nobody could hear is tried a second time.
  const words = ['--use-fake-device-for-media-stream'];
  counter = await driveConsole({ env: desktop.env, backend: { url: line.url }, words });
  other = await driveConsole({ env: desktop.env, backend: { url: backend.url } });
  for (const one of [counter, other]) await one.log.wait('status.changed', { status: 'live' });
  [page, otherPage] = [await counter.page(), await other.page()];
  await listenToBell();
});
afterAll(async () => {
  await counter?.stop();
  await other?.stop();
  await line?.stop();
  await backend?.stop();
  await desktop?.stop();
});

const viewOf = (of: Page) =>
  of.evaluate(async () => {
    const answer = await window.counterbell.view();
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.value;
  });
const untilView = (of: Page, what: string, holds: (view: View) => boolean) =>
  until(
    what,
    async () => {
      const now = await viewOf(of);
      return holds(now) ? now : null;
    },
    { withinMs: 30_000, everyMs: 100 },
  );
const unread = (view: View, id: string) => view.chats.find((chat) => chat.id === id)?.unread ?? 0;
const badge = (of: Page, id: string) => of.locator(`[data-order="${id}"] [data-chat-badge]`);

/** Every sound that the bell's hidden window is told to make. */
async function listenToBell(): Promise<void> {
  await counter.app.evaluate(({ app, webContents }) => {
    const rung: string[] = [];
    Object.assign(globalThis, { rung });
    const listen = (contents: Electron.WebContents): void => {
      const run = contents.executeJavaScript.bind(contents);
      contents.executeJavaScript = (script, gesture) => {
        rung.push(script);
        return run(script, gesture);
      };
    };
    webContents.getAllWebContents().forEach(listen);
    app.on('web-contents-created', (_event, contents) => listen(contents));
  });
}
const sounds = async (): Promise<string[]> => {
  const rung = await counter.app.evaluate(() => (globalThis as unknown as { rung: string[] }).rung);
  return rung.flatMap((script) => /^ring\(.*"sound":"(\w+)"/.exec(script)?.[1] ?? []);
};

async function customerWrites({ order, publicToken }: Placed, message: string): Promise<void> {
  const response = await fetch(`${backend.url}/api/chat`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${publicToken}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify({ id: order.id, message }),
  });
  expect(response.status, await response.clone().text()).toBe(200);
}
async function customerReads({ order, publicToken }: Placed): Promise<string[]> {
  const read = await backend.get(`/api/chat/${order.id}`, publicToken);
  return (read as { chat: { messages: { text: string }[] } }).chat.messages.map(({ text }) => text);
}

/** Accepted, and begun by staff: then its customer may write. */
async function chatting(greeting: string): Promise<Placed> {
  const placed = await backend.place();
  const { id } = placed.order;
  await untilView(page, 'the order', ({ orders }) => orders.some(({ order }) => order.id === id));
  await page.evaluate((order) => window.counterbell.command({ order, verb: 'accept' }), id);
  await untilView(page, 'a quiet bell', ({ bell }) => !bell.ringing);
  await page.evaluate((request) => window.counterbell.writeInChat(request), { chat: id, text: greeting });
  await until('the greeting to be there', async () => (await customerReads(placed)).includes(greeting));
  return placed;
}

const closeChat = async () => {
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
};

test('what a customer wrote while the line was down is a badge afterwards; read on one console it goes on both', async () => {
  const placed = await chatting('Hello, this is the kitchen.');
  const { id } = placed.order;
  await line.cut();
  await untilView(page, 'the loss of the line', ({ status }) => status.word !== 'live');
  await customerWrites(placed, 'Without onions, please.');
  await customerWrites(placed, 'And quickly.');
  expect(await badge(page, id).count()).toBe(0);
  await line.heal();
  await untilView(page, 'both messages', (view) => unread(view, id) === 2);
  await untilView(otherPage, 'both messages there', (view) => unread(view, id) === 2);
  expect(await badge(page, id).innerText()).toBe('2 new messages');
  await badge(page, id).click();
  await page.getByText('Without onions, please.').waitFor();
  await untilView(page, 'them seen', (view) => unread(view, id) === 0);
  await untilView(otherPage, 'them seen there', (view) => unread(view, id) === 0);
  await badge(otherPage, id).waitFor({ state: 'detached' });
  await closeChat();
});

test('a reply that is written without a network says so, and is sent once', async () => {
  const placed = await chatting('Hello again.');
  const { id } = placed.order;
  await customerWrites(placed, 'How long will it take?');
  await badge(page, id).click();
  await line.cut();
  await untilView(page, 'the loss of the line', ({ status }) => status.word === 'offline');
  await page.getByRole('textbox', { name: 'Write to the customer' }).fill('Ten minutes.');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.locator('[data-written="not-sent"], [data-written="sending"]').waitFor();
  expect(await page.getByRole('textbox', { name: 'Write to the customer' }).inputValue()).toBe('');
  expect(await customerReads(placed)).not.toContain('Ten minutes.');
  await line.heal();
  await until('the reply to be there', async () => (await customerReads(placed)).includes('Ten minutes.'));
  await untilView(page, 'nothing on its way', ({ chats }) =>
    chats.every(({ written }) => written.length === 0),
  );
  expect((await customerReads(placed)).filter((text) => text === 'Ten minutes.')).toHaveLength(1);
  const shown = (await viewOf(page)).chats.find((chat) => chat.id === id)?.messages ?? [];
  expect(shown.filter(({ text }) => text === 'Ten minutes.')).toHaveLength(1);
  await closeChat();
});

test('a message is never heard over an order: it waits until that is answered, and sounds once', async () => {
  const placed = await chatting('Anything else?');
  await backend.place();
  await untilView(page, 'the bell to ring', ({ bell }) => bell.ringing);
  const before = (await sounds()).filter((sound) => sound === 'chat').length;
  await customerWrites(placed, 'No, thank you.');
  await customerWrites(placed, 'Or yes: a lemonade.');
  const { orders } = await untilView(page, 'both messages', (view) => unread(view, placed.order.id) === 2);
  expect((await viewOf(page)).bell.ringing).toBe(true);
  const chats = async () => (await sounds()).filter((sound) => sound === 'chat').length - before;
  expect(await chats()).toBe(0);
  for (const { order, column } of orders)
    if (column === 'new')
      await page.evaluate(
        (wanted) => window.counterbell.command({ order: wanted, verb: 'accept' }),
        order.id,
      );
  await untilView(page, 'a quiet bell', ({ bell }) => !bell.ringing);
  await until('the message to be heard', async () => (await chats()) > 0);
  expect(await chats()).toBe(1);
});

test('the team’s chat is a room of its own, and new on the other console', async () => {
  await otherPage.evaluate(async () => {
    const { value } = (await window.counterbell.view()) as { value: View };
    await window.counterbell.writeInChat({ chat: value.chat?.own ?? '', text: 'We close at ten.' });
  });
  await untilView(page, 'the message', ({ chat, chats }) =>
    chats.some(({ id, unread: count }) => id === chat?.own && count === 1),
  );
  await page.getByRole('button', { name: /Menu/ }).click();
  await page.getByRole('menuitem', { name: /Team chat/ }).click();
  await page.getByText('We close at ten.').waitFor();
  const seen = await untilView(otherPage, 'it seen', ({ chat, chats }) =>
    chats.some(({ id, unread: count }) => id === chat?.own && count === 0),
  );
  expect(seen.chats.find(({ id }) => id === seen.chat?.own)?.messages).toMatchObject([
    { text: 'We close at ten.' },
  ]);
  await closeChat();
});

test('with a backend that has no chats there are none, and everything else is as it was', async () => {
  await backend.kill();
  await backend.startAgain({ COUNTERBELL_CHAT: 'off' });
  await untilView(
    page,
    'no chats',
    ({ chat, chats, status }) => chat === null && chats.length === 0 && status.word === 'live',
  );
  const { order } = await backend.place();
  await untilView(page, 'the order', ({ orders }) => orders.some((one) => one.order.id === order.id));
  expect(await page.locator('[data-chat-badge]').count()).toBe(0);
  await page.getByRole('button', { name: /Menu/ }).click();
  expect(await page.getByRole('menuitem', { name: /Team chat/ }).count()).toBe(0);
  await page.keyboard.press('Escape');
  await page.evaluate((id) => window.counterbell.command({ order: id, verb: 'accept' }), order.id);
  await untilView(page, 'a quiet bell', ({ bell }) => !bell.ringing);
  await backend.kill();
  await backend.startAgain();
  await untilView(page, 'chats again', ({ chat, status }) => chat !== null && status.word === 'live');
});

test('a device that leaves keeps nothing of what was said', async () => {
  const placed = await chatting('Kedgeree is sold out.');
  await customerWrites(placed, 'Then a Mulligatawny.');
  await untilView(page, 'the message', (view) => unread(view, placed.order.id) === 1);
  expect(await page.evaluate(() => window.counterbell.leave({ discard: true }))).toMatchObject({ ok: true });
  await untilView(
    page,
    'no chats',
    ({ chat, chats, device }) => device === null && chat === null && chats.length === 0,
  );
  const files = readdirSync(counter.userData, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(counter.userData, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
  for (const words of ['Kedgeree', 'Mulligatawny'])
    expect(files.filter((file) => readFileSync(file).includes(words))).toEqual([]);
});
