// Looks at the window by rules: accessible, no word broken, no text cut off.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { PreviewWindow } from './window.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function violations({ page, running }: PreviewWindow, within?: string): Promise<string[]> {
  await page.evaluate(axe);
  const found = await running(
    page.evaluate(async (inside) => {
      type Axe = { run(where: Document | string): Promise<AxeResults> };
      const { axe: checker } = window as unknown as { axe: Axe };
      return (await checker.run(inside ?? document)).violations;
    }, within),
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}

/** Words on buttons that are broken in the middle. */
export function brokenWords({ page }: PreviewWindow, within = 'body'): Promise<string[]> {
  return page.evaluate((inside) => {
    const broken: string[] = [];
    for (const button of document.querySelectorAll('button, [role="tab"], [role="menuitem"]')) {
      // An item's name on its tick box is the kitchen's own word.
      if (button.getAttribute('role') === 'checkbox' || button.closest(inside) === null) continue;
      const texts = document.createTreeWalker(button, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        for (const { index, 0: word } of (texts.currentNode.textContent ?? '').matchAll(/\S+/g)) {
          const range = document.createRange();
          range.setStart(texts.currentNode, index);
          range.setEnd(texts.currentNode, index + word.length);
          const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
          if (lines.size > 1) broken.push(`“${word}” on “${button.textContent ?? ''}”`);
        }
      }
    }
    return broken;
  }, within);
}

/** Text that its own box does not show: in buttons, tabs, bands and the bar on top. */
export function cutOff({ page }: PreviewWindow, within = 'body'): Promise<string[]> {
  return page.evaluate(
    (inside) =>
      [
        ...document.querySelectorAll(
          'button, [role="tab"], [role="menuitem"], article header, h2, h3, dt, dd',
        ),
      ]
        .filter((one) => one.closest(inside) !== null && one.scrollWidth > one.clientWidth + 1)
        .map(
          ({ tagName, textContent, scrollWidth, clientWidth }) =>
            `${tagName} “${textContent}” needs ${scrollWidth} px and has ${clientWidth}`,
        ),
    within,
  );
}
