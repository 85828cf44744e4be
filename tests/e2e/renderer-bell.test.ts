// What rings lies above every screen, panel and menu: in sight, in reach of finger, key and screen reader.
import type { Locator } from 'playwright';
import { expect, test } from 'vitest';
import type { View } from '../../contract/view.ts';
import { view } from '../preview/fixtures.ts';
import { chatting, teamChat } from '../preview/chat-scenes.ts';
import { someDevices } from '../preview/device-scenes.ts';
import { fullInbox, noor } from '../preview/inbox-scenes.ts';
import { openLunch } from '../preview/lunch.ts';

const { preview, asked, send, openFromMenu } = openLunch({
  setup: view({
    orders: [],
    device: null,
    status: { ...view().status, word: 'signed-out' },
    bell: { ringing: true, unaccepted: 1, snoozedUntil: null },
  }),
});
const still: View['program'] = { quitAsked: null, closing: null, kiosk: 'off', exitCode: null, codeAsked: 0 };
const stopped = [['stopBell', undefined]];
/** What a screen tells of itself by the way. */
const besides = new Set(['lookAtChat', 'linkPhone', 'stay']);
/** What a screen asks to be shown is no press. */
const commanded = async () => (await asked()).filter(([name]) => !name.includes('.') && !besides.has(name));
const bell = (): Locator => preview().page.getByRole('button', { name: /Stop bell/ });
const quiet = { bell: { ringing: false, unaccepted: 2, snoozedUntil: null } };

/** Whatever can lie over the queue, and how it is opened. */
const overlays: Record<string, () => Promise<void>> = {
  settings: () => openFromMenu('Settings'),
  async disconnecting() {
    await openFromMenu('Settings');
    await preview().page.getByRole('button', { name: 'Disconnect this console' }).click();
  },
  keys: () => openFromMenu('Keys'),
  'how Counterbell is': () => preview().page.locator('header [data-status] button').click(),
  'self-test': () => openFromMenu('Self-test'),
  history: () => openFromMenu('History'),
  async messages() {
    await send({ inbox: fullInbox });
    await openFromMenu('Messages');
  },
  async devices() {
    await send({ person: noor });
    await openFromMenu('Devices');
  },
  async 'signing out a device'() {
    await preview().page.evaluate((given) => Object.assign(window.preview.answers, given), someDevices);
    await overlays['devices']?.();
    await preview().page.locator('[data-device="d3"] [aria-haspopup="menu"]').click();
    await preview().page.getByRole('menuitem', { name: 'Sign out' }).click();
  },
  async 'my phone'() {
    await send({ person: noor });
    await openFromMenu('My phone');
    await preview().page.getByRole('button', { name: 'Show the QR code' }).click();
    await preview().page.getByRole('img', { name: 'QR code that adds a phone' }).waitFor();
  },
  async 'team chat'() {
    await send({ chat: chatting, chats: { put: [teamChat], drop: [] } });
    await openFromMenu('Team chat');
  },
  'the question before quitting': () =>
    send({ program: { ...still, quitAsked: { until: '2026-03-06T12:03:37.000Z' } } }),
  'where a closed window goes': () => send({ program: { ...still, closing: 'tray' } }),
  'the way into a kiosk': () => openFromMenu('Kiosk…'),
  'the way out of a kiosk': () =>
    send({ program: { ...still, kiosk: 'on', exitCode: 'policy', codeAsked: 1 } }),
  'an opened order': () => preview().page.getByRole('button', { name: 'Open order 87' }).click(),
  'PIN pad': () => preview().page.getByRole('button', { name: 'Step in' }).click(),
};
const menus: Record<string, () => Promise<void>> = {
  'menu of the screens': () => preview().page.getByRole('button', { name: 'Menu' }).click(),
  'menu of a ticket': () =>
    preview().page.locator('[data-column="new"] [aria-haspopup="menu"]').first().click(),
};

/** What a finger or a mouse would hit on the middle and near the corners of the bell, and whether it is dimmed. */
function lies(): Promise<{ covered: number; hidden: boolean; faint: number }> {
  return bell().evaluate((button) => {
    const { left, right, top, bottom } = button.getBoundingClientRect();
    const points = [
      [(left + right) / 2, (top + bottom) / 2],
      [left + 6, top + 6],
      [right - 6, top + 6],
      [left + 6, bottom - 6],
      [right - 6, bottom - 6],
    ] as const;
    const faint = [];
    for (let part: Element | null = button; part; part = part.parentElement)
      if (getComputedStyle(part).opacity !== '1' || getComputedStyle(part).filter !== 'none')
        faint.push(part);
    return {
      covered: points.filter(([x, y]) => !button.contains(document.elementFromPoint(x, y))).length,
      hidden: button.closest('[inert], [aria-hidden="true"]') !== null,
      faint: faint.length,
    };
  });
}
const onTop = { covered: 0, hidden: false, faint: 0 };

const wide = [1280, 800] as const;
const narrow = [360, 640] as const;
type Finger = readonly [string, readonly [number, number], () => Promise<void>];
const fingers: Finger[] = [
  ...Object.entries({ ...overlays, ...menus }).map(([name, open]) => [name, narrow, open] as const),
  ...Object.entries(menus).map(([name, open]) => [name, wide, open] as const),
];

test.each(fingers)('over %s at %j the bell is undimmed, and a finger stops it', async (_name, size, open) => {
  await preview().show('lunch', [...size]);
  await open();
  expect(await lies()).toEqual(onTop);
  await bell().click();
  expect(await commanded()).toEqual(stopped);
});

/** Where somebody stands who walks with Tab. A panel may have a foot of its own. */
const standsOn = () =>
  bell().evaluate((button) => {
    const { activeElement: at } = document;
    return {
      bell: at === button,
      below: at?.closest('dialog') === null && at.closest('main, footer, [role="tablist"]') !== null,
    };
  });

test.each(Object.entries(overlays))(
  'over %s the bell is undimmed and new orders are read aloud; Tab comes to it, never to what lies below, and goes on',
  async (_name, open) => {
    const { page } = preview();
    await open();
    expect(await lies()).toEqual(onTop);
    expect(
      await page.evaluate(
        () =>
          document.querySelector('[data-live="assertive"]')?.closest('[inert], [aria-hidden="true"]') !==
          null,
      ),
    ).toBe(false);
    const dialog = page.getByRole('dialog').last();
    const isInDialog = (): Promise<boolean> =>
      dialog.evaluate((element) => element.contains(document.activeElement));
    expect(await isInDialog()).toBe(true);
    const strays = [];
    let steps = 0;
    let reached: number | null = null;
    // As often as it takes to come around, and on to the bell once more.
    for (let at = await standsOn(); steps < 80 && !(at.bell && steps >= 40); steps += 1) {
      await page.keyboard.press('Tab');
      at = await standsOn();
      if (at.below) strays.push(steps);
      if (at.bell) reached ??= steps;
    }
    expect(strays).toEqual([]);
    expect(reached).toBeLessThan(40);
    expect((await standsOn()).bell).toBe(true);
    await page.keyboard.press('Enter');
    expect(await commanded()).toEqual(stopped);
    // It goes quiet under the focus, which returns to where it came from: nobody is left standing nowhere.
    await send(quiet);
    await bell().waitFor({ state: 'detached' });
    expect(await isInDialog()).toBe(true);
  },
);

test('signed out, with the address form over the orders, the bell is there as well', async () => {
  await preview().show('setup');
  expect(await lies()).toEqual(onTop);
  await bell().click();
  expect(await commanded()).toEqual(stopped);
});

/** Puts a field of a kind that no screen has today into the panel on top, and stands on it. */
const standOnNew = (markup: string): Promise<void> =>
  preview().page.evaluate((html) => {
    const dialog = document.querySelector('dialog');
    dialog?.insertAdjacentHTML('beforeend', html);
    (dialog?.lastElementChild as HTMLElement | null)?.focus();
  }, markup);

const presses: Record<string, () => Promise<void>> = {
  async 'a button inside a panel'() {
    await overlays['settings']?.();
    await preview().page.getByRole('dialog').getByRole('button', { name: 'Close' }).focus();
  },
  async 'a button that somebody walked onto with Tab'() {
    await overlays['settings']?.();
    await preview().page.keyboard.press('Tab');
  },
  async 'a list of choices'() {
    await overlays['settings']?.();
    await preview().page.getByLabel('Colours').focus();
  },
  async 'a switch'() {
    await overlays['settings']?.();
    await preview().page.getByLabel('Start when the computer starts').focus();
  },
  async 'a tick box'() {
    await overlays['disconnecting']?.();
    await preview().page.getByLabel('Yes, disconnect it').focus();
  },
  async 'a choice of a menu'() {
    await menus['menu of a ticket']?.();
    await preview().page.keyboard.press('ArrowDown');
  },
  async 'a button of a ticket'() {
    await preview().page.locator('[data-step="next"]').first().focus();
  },
  async 'the bell itself'() {
    await bell().focus();
  },
};
test.each(Object.entries(presses))(
  'Space on %s stops the bell and does nothing else',
  async (_name, stand) => {
    await stand();
    const before = await preview().page.evaluate(
      () => document.querySelectorAll('dialog, [role="menu"]').length,
    );
    await preview().page.keyboard.press('Space');
    await preview().drawn();
    expect(await commanded()).toEqual(stopped);
    const after = await preview().page.evaluate(
      () => document.querySelectorAll('dialog, [role="menu"]').length,
    );
    expect(after).toBe(before);
  },
);

const types: Record<string, () => Promise<void>> = {
  'the search': () => preview().page.getByLabel('Search orders').focus(),
  'the PIN': () => overlays['PIN pad']!(),
  async 'a text field of a panel'() {
    await overlays['settings']?.();
    await standOnNew('<input type="text" aria-label="x">');
  },
  async 'a text area'() {
    await overlays['settings']?.();
    await standOnNew('<textarea aria-label="x"></textarea>');
  },
  async 'text that can be edited'() {
    await overlays['settings']?.();
    await standOnNew('<div contenteditable="true" aria-label="x"></div>');
  },
};
test.each(Object.entries(types))('in %s Space is a space', async (_name, stand) => {
  await stand();
  await preview().page.evaluate(() => {
    addEventListener('keydown', ({ key, defaultPrevented }) => {
      document.title = `typed ${key === ' ' && !defaultPrevented}`;
    });
  });
  await preview().page.keyboard.press('Space');
  expect(await preview().page.title()).toBe('typed true');
  expect(await commanded()).toEqual([]);
});

test('Space held down stops the bell once, and presses nothing when it has gone quiet', async () => {
  const { page } = preview();
  await overlays['settings']?.();
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect this console' }).focus();
  await page.keyboard.down('Space');
  await page.keyboard.down('Space');
  await send(quiet);
  await page.keyboard.down('Space');
  await page.keyboard.up('Space');
  await preview().drawn();
  expect(await commanded()).toEqual(stopped);
  expect(await page.getByRole('dialog').count()).toBe(1);
});

test('the eyes see: a bell under a panel', async () => {
  await overlays['keys']?.();
  await bell().evaluate((button) => Object.assign((button as HTMLElement).style, { zIndex: '0' }));
  expect((await lies()).covered).toBe(5);
});
