// The room of devices under keys and for a screen reader: everything is reached by Tab, and nobody is left standing nowhere.
import { expect, test } from 'vitest';
import { someDevices } from '../preview/device-scenes.ts';
import { view } from '../preview/fixtures.ts';
import { openLunch } from '../preview/lunch.ts';
import { phones } from '../preview/phones-scenes.ts';

const noor = { id: 'p1', name: 'Noor', role: 'manager' } as const;
const { preview, asked, refuse, openFromMenu } = openLunch(
  { managed: view({ orders: [], person: noor }) },
  'managed',
);
const page = () => preview().page;
const room = () => page().getByRole('dialog', { name: 'Devices' });
const bar = () => room().locator('[data-device="d3"]');
const more = () => bar().getByRole('button', { name: 'More for Bar' });
const told = async (name: string) =>
  (await asked()).flatMap(([what, request]) => (what === name ? [request] : []));

async function openRoom(): Promise<void> {
  await page().evaluate((given) => Object.assign(window.preview.answers, given), someDevices);
  await openFromMenu('Devices');
  await bar().waitFor();
}
const here = () =>
  page().evaluate(() => {
    const { activeElement: at } = document;
    const row = at?.closest('[data-device]')?.getAttribute('data-device') ?? null;
    const isInRoom = at?.closest('dialog') !== null && at !== document.body;
    return { row, what: at?.getAttribute('aria-label') ?? at?.textContent ?? '', isInRoom };
  });
async function tabTo(what: string, row: string): Promise<void> {
  for (let step = 0; step < 40; step += 1) {
    await page().keyboard.press('Tab');
    const at = await here();
    if (at.row === row && at.what === what) return;
  }
  throw new Error(`Tab never came to ${what} of ${row}.`);
}
/** From the focused button of a menu to one of its choices. */
async function choose(word: string): Promise<void> {
  await page().keyboard.press('Enter');
  const choice = page().getByRole('menuitem', { name: word });
  await choice.waitFor();
  const isOnIt = () => choice.evaluate((element) => element === document.activeElement);
  for (let step = 0; step < 5 && !(await isOnIt()); step += 1) {
    await page().keyboard.press('ArrowDown');
    await preview().settled();
  }
  expect(await isOnIt()).toBe(true);
  await page().keyboard.press('Enter');
  await preview().settled();
}
const isOnMore = () => more().evaluate((element) => element === document.activeElement);

test('Tab goes through what can be done to each device, one after the other, and Enter has it ring', async () => {
  await openRoom();
  const rows: string[] = [];
  for (let step = 0; step < 30; step += 1) {
    await page().keyboard.press('Tab');
    const { row } = await here();
    if (row !== null) rows.push(row);
    if (rows.length === 14) break;
  }
  const devices = ['d1', 'd2', 'd3', 'd4', 'd5', 'd7', 'd6'];
  expect(rows).toEqual(devices.flatMap((id) => [id, id]));
  await page().keyboard.press('Shift+Tab');
  await page().keyboard.press('Enter');
  await room().locator('[data-device="d6"]').getByText('It rings now.').waitFor();
  expect(await told('ringDevice')).toEqual([{ device: 'd6' }]);
});

test('a device is named by key; who changes their mind stands where they came from, in the room', async () => {
  await openRoom();
  await tabTo('More for Bar', 'd3');
  await choose('Rename');
  const field = room().getByRole('textbox', { name: 'Name of the device' });
  await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true);
  await page().keyboard.press('Escape');
  await expect.poll(isOnMore).toBe(true);
  await choose('Rename');
  await page().keyboard.type('Terrace');
  await page().keyboard.press('Tab');
  await page().keyboard.press('Escape');
  await expect.poll(isOnMore).toBe(true);
  expect(await told('renameDevice')).toEqual([]);
  await choose('Rename');
  await page().keyboard.type('Terrace');
  await page().keyboard.press('Enter');
  await expect.poll(() => told('renameDevice')).toEqual([{ device: 'd3', name: 'Terrace' }]);
  await expect.poll(isOnMore).toBe(true);
});

test('whoever is asked whether to sign one out stands on “no”, and Escape leaves the question, not the room', async () => {
  await openRoom();
  await tabTo('More for Bar', 'd3');
  await choose('Sign out');
  const question = room().getByRole('alertdialog', { name: 'Sign out' });
  await question.waitFor();
  await expect.poll(async () => (await here()).what).toBe('Cancel');
  await page().keyboard.press('Escape');
  await question.waitFor({ state: 'detached' });
  expect(await room().count()).toBe(1);
  await expect.poll(isOnMore).toBe(true);
  await choose('Sign out');
  await expect.poll(async () => (await here()).what).toBe('Cancel');
  await page().keyboard.press('Enter');
  await question.waitFor({ state: 'detached' });
  expect(await told('revokeDevice')).toEqual([]);
  await page().keyboard.press('Escape');
  await room().waitFor({ state: 'detached' });
});

test('what could not be done is read out, and the question stays', async () => {
  await openRoom();
  await refuse({ revokeDevice: { code: 'unreachable', message: '' } });
  await tabTo('More for Bar', 'd3');
  await choose('Sign out');
  await page().keyboard.press('Shift+Tab');
  await page().keyboard.press('Enter');
  await bar()
    .getByRole('alert')
    .filter({ hasText: /^Not done/ })
    .waitFor();
  expect(await told('revokeDevice')).toEqual([{ device: 'd3' }]);
  expect((await here()).isInRoom).toBe(true);
});

test('how many would be heard is read out; as of when is not, for that changes all the time', async () => {
  await openRoom();
  const said = room().getByRole('status').filter({ hasText: 'devices.' });
  expect(await said.innerText()).toMatch(/^7 devices\. 2 would be heard\.$/);
  expect(await room().getByText(/As of/).count()).toBe(1);
});

test('a phone is taken off after a question alone; whoever changes their mind stands where they came from', async () => {
  await page().evaluate(
    (value) => Object.assign(window.preview.answers, { 'phones.list': [{ ok: true, value }] }),
    phones,
  );
  await openFromMenu('My phone');
  const sheet = page().getByRole('dialog', { name: 'My phone' });
  const remove = sheet.getByRole('button', { name: 'Remove Noor · iPhone · Safari' });
  const isOnRemove = () => remove.evaluate((element) => element === document.activeElement);
  const question = sheet.getByRole('alertdialog');
  await remove.click();
  await question.getByText(/^Take off Noor · iPhone · Safari\?/).waitFor();
  await expect.poll(async () => (await here()).what).toBe('Keep');
  await page().keyboard.press('Escape');
  await question.waitFor({ state: 'detached' });
  await expect.poll(isOnRemove).toBe(true);
  await page().keyboard.press('Enter');
  await question.getByRole('button', { name: 'Keep' }).click();
  expect(await told('removePhone')).toEqual([]);
  await refuse({ removePhone: { code: 'unreachable', message: '' } });
  await remove.click();
  await question.getByRole('button', { name: 'Take off' }).click();
  await question.getByRole('alert').filter({ hasText: 'does not answer' }).waitFor();
  await refuse({ removePhone: null });
  await question.getByRole('button', { name: 'Take off' }).click();
  await expect.poll(() => told('removePhone')).toEqual([{ phone: 'p1' }, { phone: 'p1' }]);
});
