// The panels over the queue and the form to connect: what is typed and pressed there is what the console is asked.
import { expect, test } from 'vitest';
import { view } from '../preview/fixtures.ts';
import { byNumber, openLunch, ticket } from '../preview/lunch.ts';

const opener = 'header [aria-haspopup="dialog"] >> nth=0';
const noor = { id: 'p1', name: 'Noor', role: 'manager' as const };

const { preview, asked, send, refuse, text, openFromMenu } = openLunch({
  setup: view({
    orders: [],
    restaurant: null,
    device: null,
    status: { ...view().status, word: 'not-enrolled', caughtUpAt: null, caughtUpTo: null },
  }),
});

test('a PIN by finger: hidden, checked, and the pad goes; a wrong one is cleared and said', async () => {
  const { page } = preview();
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
  const { page } = preview();
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
  const { page } = preview();
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
  const { page } = preview();
  await openFromMenu('Settings');
  await page.getByRole('button', { name: 'Disconnect this console' }).click();
  const leave = page.getByRole('button', { name: 'Disconnect', exact: true });
  await leave.click({ force: true });
  await page.keyboard.press('Enter');
  expect(await asked()).toEqual([]);
  await refuse({ leave: { code: 'rings', message: '' } });
  // While it rings, Space is the bell's.
  await page.getByLabel('Yes, disconnect it').press('Enter');
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
  const { page, show } = preview();
  await show('setup');
  await page.getByRole('button', { name: 'Connect' }).click();
  await page.getByText('Type in the address.').waitFor();
  expect(await asked()).toEqual([]);
  await page.getByLabel('Address of the order system').fill('orders.example.com/');
  await page.getByLabel('Enrolment code').fill(' ABCD-1234 ');
  await page.keyboard.press('Enter');
  expect(await asked()).toEqual([['enrol', { url: 'https://orders.example.com', code: 'ABCD-1234' }]]);
});
