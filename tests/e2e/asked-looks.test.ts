// The opened order, the history, messages, phones and devices, looked at by rules; the rest in the long run.
import { expect, test } from 'vitest';
import { openScene, wrongWith } from '../preview/look-at.ts';
import { askedLooks } from '../preview/looks.ts';
import { openLooks } from '../preview/open-looks.ts';

const all = { ...askedLooks.each, ...askedLooks.long };
const preview = openLooks(all);

test.each(Object.entries(askedLooks.each))('%s', async (name, scene) => {
  expect(await wrongWith(preview(), name, scene, { texts: 'panel', access: 'panel' })).toEqual([]);
});

test('the bell is not covered, whatever is opened', async () => {
  for (const name of ['order', 'order-small', 'order-800', 'history', 'history-small', 'order-wall']) {
    const scene = all[name];
    if (scene === undefined) throw new Error(`There is no scene ${name}.`);
    await openScene(preview(), name, scene);
    const covered = await preview()
      .page.locator('[aria-keyshortcuts="Space"]')
      .evaluate((bell) => {
        const { left, right, top, bottom } = bell.getBoundingClientRect();
        return [
          [left + 4, top + 4],
          [right - 4, bottom - 4],
        ].filter(([x = 0, y = 0]) => !bell.contains(document.elementFromPoint(x, y)));
      });
    expect(covered, name).toEqual([]);
  }
});
