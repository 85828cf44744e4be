// Looks at one scene by rules: accessible, nothing cut off or broken, within its content policy and its window.
import { brokenWords, cutOff, violations } from './eyes.ts';
import type { Scene } from './fixtures.ts';
import type { PreviewWindow } from './window.ts';

/** Shows a scene, and presses what it wants pressed. */
export async function openScene(preview: PreviewWindow, name: string, scene: Scene): Promise<void> {
  const { page, show, settled } = preview;
  await show(name, scene.size);
  const { refuse = {}, answers = {}, selfTest = null } = scene;
  await page.evaluate(
    (given) => {
      Object.assign(window.preview.refuse, given.refuse);
      Object.assign(window.preview.answers, given.answers);
      window.preview.selfTest = given.selfTest;
    },
    { refuse, answers, selfTest },
  );
  for (const selector of scene.press ?? []) {
    await page.locator(selector).first().click();
    await settled();
  }
}

export type Judged = {
  /** Where texts may not be cut and words not broken. */
  texts: 'page' | 'panel';
  /** What has to be accessible: a panel alone, where the queue below it is looked at without one. */
  access: 'page' | 'panel';
};

/** Everything that is wrong with it, in words. */
export async function wrongWith(
  preview: PreviewWindow,
  name: string,
  scene: Scene,
  { texts, access }: Judged,
): Promise<string[]> {
  const { page } = preview;
  await openScene(preview, name, scene);
  const isOpen = (scene.press ?? []).length > 0;
  const within = texts === 'page' ? 'body' : isOpen ? 'dialog' : 'main';
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return [
    ...(await violations(preview, access === 'panel' && isOpen ? 'dialog' : undefined)),
    ...(await cutOff(preview, within)),
    ...(await brokenWords(preview, within)),
    ...(await page.evaluate(() => window.preview.violations)),
    ...(wider > 0 ? [`It is ${wider} pixels wider than its window.`] : []),
  ];
}
