// Chats, looked at by rules; the rest of their dresses and states in the long run.
import { expect, test } from 'vitest';
import { openScene, wrongWith } from '../preview/look-at.ts';
import { chatLooks } from '../preview/looks.ts';
import { openLooks } from '../preview/open-looks.ts';

const all = { ...chatLooks.each, ...chatLooks.long };
const preview = openLooks(all);

test.each(Object.entries(chatLooks.each))('%s', async (name, scene) => {
  expect(await wrongWith(preview(), name, scene, { texts: 'panel', access: 'panel' })).toEqual([]);
});

test.each(['chat', 'chat-small', 'team-chat'])('%s does not cover the bell', async (name) => {
  const { page } = preview();
  const scene = all[name];
  if (scene === undefined) throw new Error(`There is no scene ${name}.`);
  await openScene(preview(), name, scene);
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
