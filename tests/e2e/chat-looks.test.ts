// Chats in every dress and state, looked at by rules.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chatScenes } from '../preview/chat-scenes.ts';
import { brokenWords, cutOff, violations } from '../preview/eyes.ts';
import { openPreview, type PreviewWindow } from '../preview/window.ts';

const all = chatScenes();
let preview: PreviewWindow;

beforeAll(async () => {
  preview = await openPreview(
    Object.fromEntries(Object.entries(all).map(([name, { view }]) => [name, view])),
  );
});
afterAll(() => preview?.close());

test.each(Object.entries(all))('%s', async (name, scene) => {
  const { page, show, settled } = preview;
  await show(name, scene.size);
  await page.evaluate((refuse) => void Object.assign(window.preview.refuse, refuse), scene.refuse ?? {});
  for (const selector of scene.press ?? []) {
    await page.locator(selector).first().click();
    await settled();
  }
  const within = (scene.press ?? []).length > 0 ? 'dialog' : 'main';
  expect(await violations(preview)).toEqual([]);
  expect(await cutOff(preview, within)).toEqual([]);
  expect(await brokenWords(preview, within)).toEqual([]);
  expect(await page.evaluate(() => window.preview.violations)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});

test.each(['chat', 'chat-small', 'team-chat'])('%s does not cover the bell', async (name) => {
  const { page, show, settled } = preview;
  const scene = all[name];
  await show(name, scene?.size);
  for (const selector of scene?.press ?? []) {
    await page.locator(selector).first().click();
    await settled();
  }
  const bell = { ringing: true, unaccepted: 2, snoozedUntil: null };
  await page.evaluate((sent) => window.preview.send(sent), { bell });
  const covered = await page.locator('[aria-keyshortcuts="Space"]').evaluate((bell) => {
    const { left, right, top, bottom } = bell.getBoundingClientRect();
    const corners = [
      [left + 4, top + 4],
      [right - 4, bottom - 4],
    ];
    return corners.filter(([x = 0, y = 0]) => !bell.contains(document.elementFromPoint(x, y)));
  });
  expect(covered).toEqual([]);
});
