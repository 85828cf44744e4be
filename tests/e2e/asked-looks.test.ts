// The opened order, the history and the devices in every dress, looked at by rules.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askedScenes } from '../preview/asked-scenes.ts';
import { deviceScenes } from '../preview/device-scenes.ts';
import { brokenWords, cutOff, violations } from '../preview/eyes.ts';
import { openPreview, type PreviewWindow } from '../preview/window.ts';

const all = { ...askedScenes(), ...deviceScenes() };
let preview: PreviewWindow;

beforeAll(async () => {
  preview = await openPreview(
    Object.fromEntries(Object.entries(all).map(([name, { view }]) => [name, view])),
  );
});
afterAll(() => preview?.close());

/** Larger than the screen the tests have: for looking at. */
const looked = Object.entries(all).filter(([, { size: [wide] = [0, 0] }]) => wide < 2000);

test.each(looked)('%s', async (name, scene) => {
  const { page, show, settled } = preview;
  await show(name, scene.size);
  await page.evaluate((answers) => void Object.assign(window.preview.answers, answers), scene.answers ?? {});
  for (const selector of scene.press ?? []) {
    await page.locator(selector).first().click();
    await settled();
  }
  expect(await violations(preview)).toEqual([]);
  expect(await cutOff(preview, 'dialog')).toEqual([]);
  expect(await brokenWords(preview, 'dialog')).toEqual([]);
  expect(await page.evaluate(() => window.preview.violations)).toEqual([]);
  // Nothing is wider than the window.
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});

test('the bell is not covered, whatever is opened', async () => {
  const { page, show, settled } = preview;
  for (const name of ['order', 'order-small', 'order-800', 'history', 'history-small', 'order-wall']) {
    const scene = all[name];
    await show(name, scene?.size);
    for (const selector of scene?.press ?? []) {
      await page.locator(selector).first().click();
      await settled();
    }
    const covered = await page.locator('[aria-keyshortcuts="Space"]').evaluate((bell) => {
      const { left, right, top, bottom } = bell.getBoundingClientRect();
      return [
        [left + 4, top + 4],
        [right - 4, bottom - 4],
      ].filter(([x = 0, y = 0]) => !bell.contains(document.elementFromPoint(x, y)));
    });
    expect(covered, name).toEqual([]);
  }
});
