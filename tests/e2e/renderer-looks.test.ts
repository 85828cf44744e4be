// What differs in kind of the window, looked at by rules: accessible, nothing cut off, within its content policy.
import { expect, test } from 'vitest';
import { brokenWords, cutOff, violations } from '../preview/eyes.ts';
import { scenes, shown } from '../preview/fixtures.ts';
import { wrongWith } from '../preview/look-at.ts';
import { queueLooks } from '../preview/looks.ts';
import { openLooks } from '../preview/open-looks.ts';

const preview = openLooks(scenes());

test.each(Object.entries(queueLooks.each))('%s', async (name, scene) => {
  expect(await wrongWith(preview(), name, scene, { texts: 'page', access: 'page' })).toEqual([]);
});

test('from two metres: the sizes of a wall screen', async () => {
  const { page, show } = preview();
  await show('wall-small');
  const size = (text: string): Promise<number> =>
    page
      .getByText(text, { exact: true })
      .first()
      .evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));
  expect(await size('87')).toBeGreaterThanOrEqual(56);
  expect(await size('80')).toBeGreaterThanOrEqual(56);
  expect(await size('Margherita')).toBeGreaterThanOrEqual(30);
  expect(await size('no egg')).toBeGreaterThanOrEqual(26);
  expect(await size('peanut')).toBeGreaterThanOrEqual(26);
});

test('amber is the bell and what waits for it; tickets are paper in the dark, too', async () => {
  const { page, show } = preview();
  await show('dark');
  const colours = await page.evaluate(() => {
    const colour = (element: Element): string => getComputedStyle(element).backgroundColor;
    const amber = [...document.querySelectorAll('body *')].filter(
      (element) => colour(element) === 'rgb(255, 176, 32)',
    );
    return {
      amber: amber
        .map((element) => element.closest('[data-band="new"]') ?? element)
        .map(({ tagName }) => tagName),
      papers: [...document.querySelectorAll('[data-order]')].map(colour),
    };
  });
  expect([...new Set(colours.amber)].toSorted()).toEqual(['ARTICLE', 'BUTTON']);
  expect([...new Set(colours.papers)]).toEqual(['rgb(246, 243, 236)']);
});

test('nothing moves for whoever asked for less motion', async () => {
  const { page, show } = preview();
  const moving = async (): Promise<number> => {
    await show('light');
    const fresh = shown({ number: '99' });
    await page.evaluate((one) => window.preview.send({ orders: { put: [one], drop: [] } }), fresh);
    await page.locator(`[data-order="${fresh.order.id}"]`).waitFor();
    await page.locator('header [aria-haspopup="dialog"]').first().hover();
    return page.evaluate(() => document.getAnimations().length);
  };
  expect(await moving()).toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await moving()).toBe(0);
  await page.emulateMedia({ reducedMotion: null });
});

test('with the system’s own colours, every band keeps a sign, a word and an edge; what is urgent is filled', async () => {
  const { page, show } = preview();
  await page.emulateMedia({ forcedColors: 'active' });
  await show('light');
  const bands = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-order]')].map((ticket) => {
      const band = ticket.querySelector('header');
      if (!band) throw new Error('A ticket has a band.');
      const { backgroundColor, color, borderBlockEndWidth } = getComputedStyle(band);
      return {
        band: ticket.dataset['band'],
        says: `${band.querySelector('path')?.getAttribute('d')} ${band.querySelector('span')?.textContent}`,
        readable: backgroundColor !== color,
        edge: Number.parseFloat(borderBlockEndWidth),
        filled: backgroundColor !== getComputedStyle(ticket).backgroundColor,
      };
    }),
  );
  await page.emulateMedia({ forcedColors: null });
  expect(bands.filter(({ readable, edge }) => !readable || edge < 2)).toEqual([]);
  const kinds = new Map(bands.map(({ band, says }) => [band, says]));
  kinds.delete('undo');
  expect(kinds.size).toBeGreaterThanOrEqual(6);
  expect(new Set(kinds.values()).size).toBe(kinds.size);
  const filled = bands.filter((one) => one.filled).map(({ band }) => band);
  expect([...new Set(filled)].toSorted()).toEqual(['late', 'new', 'stop-cooking']);
});

test('at 1280 × 800 the second new order’s answer is in sight, in every language', async () => {
  const { page, show } = preview();
  for (const name of ['light', 'german', 'arabic', 'french', 'spanish']) {
    await show(name);
    const answers = page.locator('[data-column="new"] [data-step="next"]');
    const hidden = await answers.nth(1).evaluate((button) => {
      const { left, right, top, bottom } = button.getBoundingClientRect();
      const corners = [
        [left + 12, top + 4],
        [right - 12, bottom - 4],
      ] as const;
      return corners.filter(([x, y]) => !button.contains(document.elementFromPoint(x, y)));
    });
    expect(hidden, name).toEqual([]);
  }
});

test('the eyes see: a cut text, a broken word, a button without a name', async () => {
  const { page, show } = preview();
  await show('light');
  await page.evaluate(() => {
    const [first, second] = document.querySelectorAll<HTMLElement>('[data-step="next"]');
    const narrow = { inlineSize: '40px', minInlineSize: '40px', maxInlineSize: '40px', flex: 'none' };
    Object.assign(first?.style ?? {}, narrow, { overflowWrap: 'anywhere' });
    if (first?.firstElementChild instanceof HTMLElement)
      first.firstElementChild.style.overflowWrap = 'anywhere';
    Object.assign(second?.style ?? {}, narrow, { whiteSpace: 'nowrap' });
    document
      .querySelector('article [data-step="next"]')
      ?.closest('footer')
      ?.lastElementChild?.replaceChildren();
  });
  expect(await brokenWords(preview())).not.toEqual([]);
  expect(await cutOff(preview())).not.toEqual([]);
  expect((await violations(preview())).join()).toContain('button-name');
});
