// Every state of the window, looked at by rules: accessible, nothing cut off, within its content policy.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scenes } from '../preview/fixtures.ts';
import type { StandIn } from '../preview/serve.ts';
import { openPreview, type PreviewWindow } from '../preview/window.ts';

const all = scenes();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let preview: PreviewWindow;

beforeAll(async () => {
  preview = await openPreview(
    Object.fromEntries(Object.entries(all).map(([name, { view }]) => [name, view])),
  );
});
afterAll(() => preview?.close());

/** What differs in kind; the others are for looking at. */
const shown = [
  'light',
  'dark',
  'offline',
  'snoozed',
  'notices',
  'wall-small',
  'german',
  'arabic-dark',
  'setup',
  'signed-out',
  'small-german-offline',
  'long',
  'closed',
  'settings',
  'more',
];

test.each(shown)('%s', async (name) => {
  const { page, show } = preview;
  const scene = all[name];
  await show(name, scene?.size);
  for (const selector of scene?.press ?? []) await page.locator(selector).first().click();
  await page.clock.runFor(400);
  expect(await violations()).toEqual([]);
  expect(await cutOff()).toEqual([]);
  const policy = await page.evaluate(() => (window as unknown as { preview: StandIn }).preview.violations);
  expect(policy).toEqual([]);
});

async function violations(): Promise<string[]> {
  const { page } = preview;
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { axe: checker } = window as unknown as { axe: { run(): Promise<AxeResults> } };
    return (await checker.run()).violations;
  });
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}

/** Text that its own box does not show: in buttons, tabs, bands and the bar on top. */
function cutOff(): Promise<string[]> {
  return preview.page.evaluate(() =>
    [...document.querySelectorAll('button, [role="tab"], [role="menuitem"], article header, h2, h3, dt, dd')]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
      .map(
        ({ tagName, textContent, scrollWidth, clientWidth }) =>
          `${tagName} “${textContent}” needs ${scrollWidth} px and has ${clientWidth}`,
      ),
  );
}
