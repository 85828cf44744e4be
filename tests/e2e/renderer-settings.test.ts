// The settings screen under fingers, keys and a screen reader: what is set is asked for, what IT has set is not.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sections } from '../../contract/settings/descriptor.ts';
import { fields, settingNames } from '../../contract/settings/table.ts';
import type { ViewDelta } from '../../contract/view.ts';
import { view } from '../preview/fixtures.ts';
import { openPreview, type PreviewWindow } from '../preview/window.ts';

const settings = view().settings;
const quiet = { ringing: false, unaccepted: 0, snoozedUntil: null };
let preview: PreviewWindow;
beforeAll(async () => {
  preview = await openPreview({
    free: view({ bell: quiet }),
    locked: view({ bell: quiet, locked: settingNames }),
  });
});
afterAll(() => preview?.close());

async function open(name: 'free' | 'locked'): Promise<void> {
  await preview.show(name);
  await preview.page.getByRole('button', { name: 'Menu' }).click();
  await preview.page.getByRole('menuitem', { name: 'Settings' }).click();
}
const asked = (): Promise<[string, unknown][]> => preview.page.evaluate(() => window.preview.asked);
const send = (delta: Omit<ViewDelta, 'n'>): Promise<void> =>
  preview.page.evaluate((sent) => window.preview.send(sent), delta);

/** What a screen reader says of each control, in the order in which Tab comes to them. */
async function readAloud(): Promise<string[]> {
  const { page } = preview;
  const said: string[] = [];
  for (let tabs = 0; tabs < 30; tabs += 1) {
    await page.keyboard.press('Tab');
    const one = await page.evaluate(() => {
      const at = document.activeElement;
      if (!(at instanceof HTMLSelectElement) && !(at instanceof HTMLInputElement)) return null;
      const about = document.getElementById(at.getAttribute('aria-describedby') ?? '');
      return `${at.labels?.[0]?.textContent}: ${about?.textContent.trim()}`;
    });
    if (one !== null && said.includes(one)) break;
    if (one !== null) said.push(one);
  }
  return said;
}

describe('what a person may set', () => {
  beforeEach(() => open('free'));

  test('is changed in the drawer, which Escape closes', async () => {
    const { page } = preview;
    await page.getByLabel('Colours').selectOption('dark');
    await page.getByLabel('Start when the computer starts').click();
    await page.getByLabel('After “Stop bell”, ring again after').selectOption('30');
    expect(await asked()).toEqual([
      ['changeSettings', { theme: 'dark' }],
      ['changeSettings', { startAtLogin: true }],
      ['changeSettings', { bell: { volume: 1, snoozeSeconds: 30 } }],
    ]);
    await send({ settings: { ...settings, theme: 'dark', language: 'ar' } });
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
    // Under a panel no key reaches the tickets.
    await page.keyboard.press('u');
    expect(await asked()).toHaveLength(3);
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
  });

  test('is read aloud with its name and what it does, one after the other', async () => {
    expect(await readAloud()).toEqual([
      'Language: Of the screen and of notifications.',
      'Replies to customers: Language of the ready-made replies in chats.',
      'Colours: Dark is for dim rooms.',
      'Ticket size: “Wall screen” can be read from two metres.',
      'Bell volume: It can be soft, but never off.',
      'After “Stop bell”, ring again after: If an order still waits.',
      'Loudspeaker: Where the bell comes out.',
      'Try the bell at opening: When the restaurant opens, the bell rings briefly and the screen asks whether you heard it.',
      'New order: Again and again, until somebody answers.',
      'Order waits long: Louder and faster.',
      'Order changed or cancelled: Once.',
      'Notification: Soft; also for orders for later.',
      'Customer has written: Soft, and never while an order rings.',
      'Hearing test: When somebody asks whether it is heard.',
      "On notifications: Everybody who passes the screen can read it. A customer's name is never there.",
      'Start when the computer starts: Then it rings without anybody opening it.',
      'Keep the computer awake: While you are open. Asleep it rings for no order.',
    ]);
  });

  test('is changed by keys alone', async () => {
    const { page } = preview;
    const press = async (label: string, key: string) => {
      await page.getByLabel(label).focus();
      await page.keyboard.press(key);
    };
    await press('Language', 'f');
    await press('Ticket size', 'ArrowDown');
    await press('Bell volume', 'ArrowLeft');
    await press('After “Stop bell”, ring again after', 'ArrowUp');
    await press('Start when the computer starts', 'Space');
    expect(await asked()).toEqual([
      ['changeSettings', { language: 'fr' }],
      ['changeSettings', { density: 'wall' }],
      ['changeSettings', { bell: { volume: 0.95, snoozeSeconds: 90 } }],
      ['changeSettings', { bell: { volume: 1, snoozeSeconds: 60 } }],
      ['changeSettings', { startAtLogin: true }],
    ]);
    expect(await page.getByLabel('Bell volume').getAttribute('aria-valuetext')).toBe('100%');
  });

  test('is a sound, which can be heard first; what came of it is said', async () => {
    const { page } = preview;
    await page.getByLabel('Order waits long', { exact: true }).selectOption('wood');
    await page.getByRole('button', { name: 'Play: Order waits long' }).click();
    await page.getByText('Played.').waitFor();
    await page.getByLabel('Loudspeaker').selectOption('USB Audio Device');
    const { bellSounds } = settings;
    expect(await asked()).toEqual([
      ['changeSettings', { bellSounds: { ...bellSounds, waiting: 'wood' } }],
      ['tryBell', { kind: 'waiting' }],
      ['changeSettings', { bellOutput: { id: 'o2', label: 'USB Audio Device' } }],
    ]);
  });

  test('is a loudspeaker, named also while it is not there', async () => {
    const { page } = preview;
    await send({ settings: { ...settings, bellOutput: { id: 'o9', label: 'Kitchen' } } });
    const choices = page.getByLabel('Loudspeaker').locator('option');
    await expect.poll(() => choices.allTextContents()).toContain('Kitchen (not there)');
    // IT knows no ids.
    await send({ settings: { ...settings, bellOutput: { id: '', label: 'USB Audio Device' } } });
    await expect.poll(() => page.getByLabel('Loudspeaker').inputValue()).toBe('o2');
    expect(await choices.allTextContents()).toEqual([
      'As the computer',
      'Built-in audio',
      'USB Audio Device',
    ]);
  });

  test('is switched by Enter while Space stops the bell', async () => {
    const { page } = preview;
    await send({ bell: { ringing: true, unaccepted: 1, snoozedUntil: null } });
    await page.getByRole('button', { name: /Stop bell/ }).waitFor();
    await page.getByLabel('Start when the computer starts').focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    expect(await asked()).toEqual([
      ['stopBell', undefined],
      ['changeSettings', { startAtLogin: true }],
    ]);
  });
});

describe('what IT has set', () => {
  beforeEach(() => open('locked'));

  test('is reached by Tab and says so', async () => {
    const said = await readAloud();
    // One of them is for offices, which this console is none of.
    const here = fields.filter(({ field, path }) => field.shown !== null && path !== 'officeRings');
    expect(said).toHaveLength(here.length);
    for (const one of said) expect(one).toMatch(/^.+: Set by IT\S*\s*.+/);
    expect(await preview.page.locator('dialog section h3').count()).toBe(sections.length);
  });

  test('takes neither keys nor fingers', async () => {
    const { page } = preview;
    const controls = page.locator('dialog section').locator('select, input');
    for (const control of await controls.all()) {
      expect(await control.getAttribute('aria-disabled')).toBe('true');
      // It says that it is disabled; a finger does not wait for that to change.
      await control.click({ force: true });
      await control.focus();
      for (const key of ['ArrowDown', 'ArrowLeft', 'Space', 'Enter', 'd', 'Home'])
        await page.keyboard.press(key);
      await control.dispatchEvent('change');
    }
    expect(await asked()).toEqual([]);
    expect(await page.getByLabel('Bell volume').inputValue()).toBe('100');
    expect(await page.getByLabel('Start when the computer starts').isChecked()).toBe(false);
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
  });
});
