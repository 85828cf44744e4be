// Shows the built window in a browser with a view from the fixtures, and takes a picture of each scene:
//   node tests/preview/shoot.mjs OUT [SCENE…]   (CHROMIUM names the browser)
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright';
import { askedScenes } from './asked-scenes.ts';
import { chatScenes } from './chat-scenes.ts';
import { deviceScenes } from './device-scenes.ts';
import { healthScenes } from './health-scenes.ts';
import { leavingScenes } from './leaving-scenes.ts';
import { now, scenes } from './fixtures.ts';
import { servePreview, standIn } from './serve.ts';

const [out = 'preview', ...wanted] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const site = await servePreview();
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
for (const [name, scene] of Object.entries({
  ...scenes(),
  ...askedScenes(),
  ...chatScenes(),
  ...deviceScenes(),
  ...healthScenes(),
  ...leavingScenes(),
})) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const [width, height] = scene.size ?? [1280, 800];
  const page = await browser.newPage({ viewport: { width, height }, locale: 'en-GB' });
  page.on('console', (message) => console.log(`${name}: ${message.text()}`));
  page.on('pageerror', (error) => console.log(`${name}: ${error.message}`));
  if (scene.forcedColors) await page.emulateMedia({ forcedColors: 'active' });
  await page.clock.install({ time: now });
  await page.addInitScript(standIn, { [name]: JSON.stringify(scene.view) });
  await page.goto(`${site.url}#${name}`);
  await page.clock.runFor(1);
  await page.evaluate(() => document.fonts.ready);
  await page.waitForSelector('main');
  await page.evaluate((refuse) => Object.assign(window.preview.refuse, refuse), scene.refuse ?? {});
  await page.evaluate((answers) => void Object.assign(window.preview.answers, answers), scene.answers ?? {});
  await page.evaluate((told) => void (window.preview.selfTest = told), scene.selfTest ?? null);
  for (const selector of scene.press ?? []) await page.click(selector);
  await page.clock.runFor(400);
  await page.screenshot({ path: path.join(out, `${name}.png`) });
  await page.close();
}
await browser.close();
await site.close();
