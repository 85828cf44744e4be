// The window under fingers and keys: one press is one command, nothing jumps, no key hits the wrong ticket.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { IpcError } from '../../contract/ipc.ts';
import type { OrderView, ViewDelta } from '../../contract/view.ts';
import { lunch, many, now, shown, view } from '../preview/fixtures.ts';
import { openPreview, type PreviewWindow } from '../preview/window.ts';

declare global {
  interface Window {
    /** The tickets in which something was redrawn. */
    touched: string[];
  }
}

const orders = lunch();
const crowd = many(320);
const settings = view().settings;
const byNumber = (number: string): OrderView => {
  const found = orders.find(({ order }) => order.number === number);
  if (!found) throw new Error(`The fixture has no order ${number}.`);
  return found;
};
const ticket = (number: string): string => `[data-order="${byNumber(number).order.id}"]`;

let preview: PreviewWindow;
beforeAll(async () => {
  preview = await openPreview({
    lunch: view({ orders }),
    setup: view({
      orders: [],
      restaurant: null,
      device: null,
      status: { ...view().status, word: 'not-enrolled', caughtUpAt: null, caughtUpTo: null },
    }),
    crowd: view({ orders: crowd, settings: { ...settings, theme: 'dark' } }),
  });
});
afterAll(() => preview?.close());
beforeEach(() => preview.show('lunch'));

const asked = (): Promise<[string, unknown][]> => preview.page.evaluate(() => window.preview.asked);
const send = (delta: Omit<ViewDelta, 'n'>): Promise<void> =>
  preview.page.evaluate((sent) => window.preview.send(sent), delta);
const text = (selector: string): Promise<string> => preview.page.locator(selector).innerText();

async function openSettings(): Promise<void> {
  await preview.page.getByRole('button', { name: 'Menu' }).click();
  await preview.page.getByRole('menuitem', { name: 'Settings' }).click();
}

test('a double click on "Ready" is one command', async () => {
  await preview.page.locator(`${ticket('81')} [data-step="next"]`).dblclick();
  expect(await asked()).toEqual([['command', { order: byNumber('81').order.id, verb: 'ready' }]]);
});

test('the second tap of a double tap does not hit the ticket that moved up', async () => {
  const { page } = preview;
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
  const { page } = preview;
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

test('digits press the next step of the ticket that shows them', async () => {
  const { page } = preview;
  const hint = await text(`${ticket('84')} [data-step="next"] kbd`);
  await page.keyboard.press(hint);
  await page.keyboard.press(hint);
  expect(await asked()).toEqual([['command', { order: byNumber('84').order.id, verb: 'ready' }]]);
});

test('Space stops the bell, also when the mouse left the focus on a button; U takes back', async () => {
  const { page } = preview;
  await page.locator('#tab-queue').click();
  await page.keyboard.press('Space');
  await page.keyboard.press('u');
  expect(await asked()).toEqual([
    ['stopBell', undefined],
    ['undo', { order: byNumber('80').order.id, command: 'c1' }],
  ]);
});

test('walking with Tab, Space presses the button one stands on once nothing rings; Enter does at any time', async () => {
  const { page } = preview;
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
  const { page } = preview;
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

test('minutes are chosen, a reason is given', async () => {
  const { page } = preview;
  await page.locator(`${ticket('88')} [aria-label="5 minutes more"]`).click();
  await page.locator(`${ticket('88')} [data-step="next"]`).click();
  await page.locator(`${ticket('87')} [aria-haspopup="menu"]`).click();
  await page.getByRole('menuitem', { name: 'Sold out' }).click();
  expect(await asked()).toEqual([
    ['command', { order: byNumber('88').order.id, verb: 'accept', minutes: 20 }],
    ['command', { order: byNumber('87').order.id, verb: 'reject', reason: 'Sold out' }],
  ]);
});

test('a menu works without a mouse, and gives the focus back', async () => {
  const { page, settled } = preview;
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

test('an item is ticked off by touching it', async () => {
  const { page } = preview;
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

const opener = 'header [aria-haspopup="dialog"] >> nth=0';
const refuse = (answers: Record<string, IpcError | null>): Promise<void> =>
  preview.page.evaluate((given) => void Object.assign(window.preview.refuse, given), answers);
const noor = { id: 'p1', name: 'Noor', role: 'manager' as const };

test('a PIN by finger: hidden, checked, and the pad goes; a wrong one is cleared and said', async () => {
  const { page } = preview;
  await page.locator(opener).click();
  const field = page.getByLabel('Your PIN');
  const key = (name: string) => page.getByRole('button', { name, exact: true });
  expect(await field.getAttribute('type')).toBe('password');
  await key('3').click();
  await key('OK').click();
  await page.getByRole('alert').getByText('at least 4').waitFor();
  expect(await asked()).toEqual([]);
  for (const digit of ['3', '4', '0']) await key(digit).click();
  await key('Delete the last digit').click();
  await key('5').click();
  await refuse({ stepIn: { code: 'wrong-secret', message: '' } });
  await key('OK').click();
  await page.getByRole('alert').getByText('Nobody here has this PIN').waitFor();
  expect(await field.inputValue()).toBe('');
  await refuse({ stepIn: null });
  // The finger never took the focus away: typing goes on where it was.
  await page.keyboard.type('33ab3٣');
  await page.keyboard.press('Enter');
  await page.locator('dialog').waitFor({ state: 'detached' });
  expect(await asked()).toEqual([
    ['stepIn', { pin: '3345' }],
    ['stepIn', { pin: '3333' }],
  ]);
  expect(await page.locator(opener).evaluate((element) => element === document.activeElement)).toBe(true);
});

test('after too many wrong PINs the pad counts the wait down, and says it once', async () => {
  const { page } = preview;
  await refuse({ stepIn: { code: 'throttled', message: '', retryAfterSeconds: 28 } });
  await page.locator(opener).click();
  await page.keyboard.type('1111');
  await page.keyboard.press('Enter');
  const pad = page.locator('dialog');
  await pad.locator('[aria-hidden="true"]', { hasText: 'Try again in 28' }).waitFor();
  await page.keyboard.type('1111');
  await page.keyboard.press('Enter');
  expect(await page.getByLabel('Your PIN').inputValue()).toBe('');
  await page.clock.runFor(10_000);
  await pad.locator('[aria-hidden="true"]', { hasText: 'Try again in 18' }).waitFor();
  expect(await page.getByRole('alert').innerText()).toContain('28');
  await page.clock.runFor(19_000);
  await page.getByRole('alert').getByText('you can try again').waitFor();
  expect(await asked()).toHaveLength(1);
  await page.clock.runFor(31_000);
  await pad.waitFor({ state: 'detached' });
});

test('who is stepped in is shown and heard, may cancel, and steps out in one tap', async () => {
  const { page } = preview;
  const locked = page.locator(`${ticket('79')} [aria-disabled="true"]`);
  expect(await locked.innerText()).toContain('Back to kitchen');
  await send({ person: noor });
  expect(await text('header [data-role="manager"]')).toMatch(/Noor\s+Manager/);
  expect(await text('[data-live="polite"]')).toBe('Noor stepped in');
  expect(await locked.count()).toBe(0);
  await page.locator(`${ticket('81')} [aria-haspopup="menu"]`).click();
  await page.getByRole('menuitem', { name: 'Cancel order' }).click();
  await page.getByRole('menuitem', { name: 'Sold out' }).click();
  await page.getByRole('button', { name: 'Step out' }).click();
  expect(await asked()).toEqual([
    ['command', { order: byNumber('81').order.id, verb: 'cancel', reason: 'Sold out' }],
    ['stepOut', undefined],
  ]);
  await send({ person: null });
  expect(await text('[data-live="polite"]')).toBe('Noor stepped out');
  await locked.waitFor();
});

test('disconnecting takes a tick, names what would be lost, and loses it only when told to', async () => {
  const { page } = preview;
  await openSettings();
  await page.getByRole('button', { name: 'Disconnect this console' }).click();
  const leave = page.getByRole('button', { name: 'Disconnect', exact: true });
  await leave.click({ force: true });
  await page.keyboard.press('Enter');
  expect(await asked()).toEqual([]);
  await refuse({ leave: { code: 'rings', message: '' } });
  await page.getByLabel('Yes, disconnect it').check();
  await leave.click();
  await page.getByText('An order is ringing').waitFor();
  await send({ bell: { ringing: false, unaccepted: 0, snoozedUntil: null } });
  await page.getByText('An order is ringing').waitFor({ state: 'detached' });
  const unsent = [{ number: '81', verb: 'ready' as const }];
  await refuse({ leave: { code: 'unsent', message: '', unsent } });
  await leave.click();
  await page.getByRole('listitem').filter({ hasText: '81 ready' }).waitFor();
  await leave.click({ force: true });
  await refuse({ leave: null });
  await page.getByLabel('Throw this one away').check();
  await leave.click();
  await expect.poll(asked).toEqual([
    ['leave', { discard: false }],
    ['leave', { discard: false }],
    ['leave', { discard: true }],
  ]);
  await page.keyboard.press('Escape');
  // The sheet above goes, the one below stays.
  await page.getByRole('heading', { name: 'Disconnect this console?' }).waitFor({ state: 'detached' });
  expect(await page.getByRole('heading', { name: 'Settings' }).count()).toBe(1);
});

test('setting up: what is missing is named, then address and code are sent', async () => {
  const { page, show } = preview;
  await show('setup');
  await page.getByRole('button', { name: 'Connect' }).click();
  await page.getByText('Type in the address.').waitFor();
  expect(await asked()).toEqual([]);
  await page.getByLabel('Address of the order system').fill('orders.example.com/');
  await page.getByLabel('Enrolment code').fill(' ABCD-1234 ');
  await page.keyboard.press('Enter');
  expect(await asked()).toEqual([['enrol', { url: 'https://orders.example.com', code: 'ABCD-1234' }]]);
});

test('an order whose notification was clicked is brought into sight, wherever it stands', async () => {
  const { page, settled } = preview;
  await send({ focus: { order: byNumber('91').order.id, n: 1 } });
  await settled();
  await page.locator(`${ticket('91')}[data-called]`).waitFor();
  expect(await page.locator('#tab-later').getAttribute('aria-selected')).toBe('true');
  await send({ focus: { order: byNumber('79').order.id, n: 2 } });
  await settled();
  await page.locator(`${ticket('79')}[data-called]`).waitFor();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-order'))).toBe(
    byNumber('79').order.id,
  );
});

test('a bell nobody answers brings the queue back from another view; a touched screen stays', async () => {
  const { page } = preview;
  const tab = page.locator('#tab-closed');
  await tab.click();
  await page.clock.runFor(15_000);
  await page.keyboard.press('Shift');
  await page.clock.runFor(15_000);
  expect(await tab.getAttribute('aria-selected')).toBe('true');
  await page.clock.runFor(10_000);
  expect(await page.locator('#tab-queue').getAttribute('aria-selected')).toBe('true');
});

test('an order that cannot be drawn does not take the screen with it for good', async () => {
  const { page } = preview;
  const one = byNumber('81');
  const unreadable = { ...one, order: { ...one.order, items: null } } as unknown as OrderView;
  await send({ orders: { put: [unreadable], drop: [] } });
  await page.getByText('No order is lost').waitFor();
  await send({ orders: { put: [one], drop: [] } });
  await page.getByRole('button', { name: 'Show again' }).click();
  await page.locator(ticket('81')).waitFor();
  expect(await page.locator('[data-order]').count()).toBe(8);
});

test('a press that is refused says so on its ticket until somebody has read it', async () => {
  const { page } = preview;
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

test('320 orders: the first are drawn, the rest come with scrolling, a delta redraws only its ticket', async () => {
  const { page, show, drawn, settled } = preview;
  await show('crowd');
  const list = page.locator('[data-column="preparing"] [role="group"]');
  const count = () => list.locator('[data-order]').count();
  expect(await text('[data-column="preparing"] h2')).toContain('192');
  expect(await count()).toBeLessThan(100);
  const countAtTheEnd = async (): Promise<number> => {
    await list.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await settled();
    return count();
  };
  await expect.poll(countAtTheEnd, { timeout: 60_000, interval: 10 }).toBe(192);
  const first = await page.locator('[data-column="new"] [data-order]').first().getAttribute('data-order');
  const one = crowd.find(({ order }) => order.id === first);
  if (!one) throw new Error('The first ticket is one of the crowd.');
  await page.evaluate(() => {
    window.touched = [];
    new MutationObserver((records) => {
      for (const { target } of records) {
        const element = target instanceof Element ? target : target.parentElement;
        const ticket = element?.closest('[data-order]')?.getAttribute('data-order');
        window.touched.push(ticket ?? `no ticket: ${element?.outerHTML}`);
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  // The clock stands still: whatever is redrawn now is redrawn because of the delta.
  await send({ orders: { put: [{ ...one, order: { ...one.order, note: 'No bag, please' } }], drop: [] } });
  await page.locator(`[data-order="${first}"]`).getByText('No bag, please').waitFor();
  await drawn();
  expect([...new Set(await page.evaluate(() => window.touched))]).toEqual([first]);
});
