// What tells how Counterbell is, looked at by rules and pressed: the sheet behind the status, the question at opening, the
// self-test. The rest of their dresses in the long run.
import { expect, test } from 'vitest';
import { openScene, wrongWith } from '../preview/look-at.ts';
import { healthLooks } from '../preview/looks.ts';
import { openLooks } from '../preview/open-looks.ts';

const all = { ...healthLooks.each, ...healthLooks.long };
const preview = openLooks(all);

const sceneOf = (name: string) => {
  const scene = all[name];
  if (scene === undefined) throw new Error(`There is no scene ${name}.`);
  return openScene(preview(), name, scene);
};
const asked = () => preview().page.evaluate(() => window.preview.asked);

test.each(Object.entries(healthLooks.each))('%s', async (name, scene) => {
  expect(await wrongWith(preview(), name, scene, { texts: 'panel', access: 'panel' })).toEqual([]);
});

test('the status opens what it stands for: how far, who heard the bell, each part since when and what to do', async () => {
  const { page, settled } = preview();
  await sceneOf('health-offline-german-small');
  await page.keyboard.press('Escape');
  await settled();
  expect(await page.locator('dialog').count()).toBe(0);
  await page.locator('header [data-status] button').click();
  await settled();
  const sheet = page.getByRole('dialog');
  const said = await sheet.innerText();
  expect(said).toContain('Stand #1042, 11:59:07');
  expect(said).toContain('Die Klingel hat zuletzt jemand um 10:58 gehört.');
  const first = sheet.locator('li').first();
  expect(await first.getAttribute('data-part')).toBe('network');
  expect(await first.innerText()).toMatch(/Geht nicht seit 11:59\s+Netzkabel oder WLAN prüfen/);
});

test('the question at opening is answered with one tap, over no order', async () => {
  const { page } = preview();
  await sceneOf('opening');
  const columns = await page.locator('[data-column="new"] [data-order]').count();
  expect(columns).toBeGreaterThan(0);
  await page.getByRole('alert').getByRole('button', { name: 'Yes' }).click();
  expect(await asked()).toContainEqual(['answerOpening', { heard: true }]);
});

test('a self-test runs while it is looked at; diagnostics are saved from there, and it says where', async () => {
  const { page, settled } = preview();
  await sceneOf('self-test-half-dark');
  const room = page.getByRole('dialog');
  expect(await room.getByText('Checking… 9 of 22').count()).toBe(1);
  await room.getByRole('button', { name: 'Save diagnostics' }).click();
  await settled();
  expect(await asked()).toContainEqual(['saveDiagnostics', undefined]);
  expect(await room.getByText('counterbell-diagnostics-2026-03-06-120307.zip').count()).toBe(1);
});
