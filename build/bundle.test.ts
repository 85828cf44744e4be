import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bundle } from './bundle.mjs';
import { projectRoot } from './paths.mjs';
import { targets } from './targets.mjs';

let root = '';
const said: string[] = [];

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'counterbell-bundle-'));
  symlinkSync(path.join(projectRoot, 'node_modules'), path.join(root, 'node_modules'), 'junction');
  write('package.json', '{ "name": "sample", "type": "module" }');
  said.length = 0;
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, content: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), content);
}
const read = (file: string) => readFileSync(path.join(root, 'dist', file), 'utf8');
const make = (...names: string[]) =>
  bundle(
    targets.filter((target) => names.includes(target.name)),
    { root, say: (line) => said.push(line) },
  );

test('the console takes the Node build of pusher-js, and neither electron nor node: modules', async () => {
  write(
    'electron/main.ts',
    `import Pusher from 'pusher-js';
     import { app } from 'electron';
     import { readFileSync } from 'node:fs';
     const name: string = app.getName();
     console.log(Pusher, name, readFileSync);`,
  );
  await make('main');
  const bundled = read('electron/main.js');
  // Only the Node build carries faye-websocket's driver and the xmlhttprequest package.
  expect(bundled).toContain('Sec-WebSocket-Accept');
  expect(bundled).toContain('XMLHttpRequest');
  expect(bundled).not.toContain('window.Pusher');
  expect(bundled).toMatch(/import \{ app \} from ["']electron["']/);
  expect(bundled).toMatch(/from ["']node:fs["']/);
});

test('the bridge to the window is one CommonJS file', async () => {
  write('contract/ipc.ts', `import { z } from 'zod'; export const orderId = z.uuid();`);
  write(
    'electron/preload.ts',
    `import { contextBridge } from 'electron';
     import { orderId } from '../contract/ipc.ts';
     contextBridge.exposeInMainWorld('bell', { check: (id: unknown) => orderId.safeParse(id).success });`,
  );
  await make('preload');
  const bundled = read('electron/preload.cjs');
  expect(bundled.match(/require\(["'][^"']+["']\)/g)).toEqual([expect.stringMatching(/electron/)]);
  expect(bundled).not.toMatch(/^(import|export) /m);
});

test('the window asks for its files relative to itself', async () => {
  write(
    'renderer/index.html',
    '<!doctype html><div id="root"></div><script type="module" src="./main.tsx"></script>',
  );
  write('renderer/look.css', 'body { color: black }');
  write(
    'renderer/main.tsx',
    `import './look.css';
     import { createRoot } from 'react-dom/client';
     createRoot(document.getElementById('root')!).render(<p>Stop bell</p>);`,
  );
  await make('renderer');
  const page = read('renderer/index.html');
  expect(page).toMatch(/src="\.\/assets\/[^"]+\.js"/);
  expect(page).not.toMatch(/(src|href)="\//);
});

test('the window holds no development React, whatever NODE_ENV the build runs under', async () => {
  expect(process.env['NODE_ENV']).toBe('test');
  write('renderer/index.html', '<!doctype html><script type="module" src="./main.tsx"></script>');
  write(
    'renderer/main.tsx',
    `import { createRoot } from 'react-dom/client';
     createRoot(document.body).render(<p>Stop bell</p>);`,
  );
  await make('renderer');
  const script = /src="\.\/(assets\/[^"]+\.js)"/.exec(read('renderer/index.html'))?.[1] ?? '';
  const bundled = read(`renderer/${script}`);
  // What only the development builds say, and the function that tells elements their file and line.
  const development = ['Each child in a list should have a unique', 'jsxDEV('];
  expect(development.filter((word) => bundled.includes(word))).toEqual([]);
  expect(bundled.includes('Stop bell')).toBe(true);
});

test('what is fresh is left alone, what changed is built anew', async () => {
  write('backend/main.ts', `import { price } from './price.ts'; console.log(price);`);
  write('backend/price.ts', `export const price: number = 1;`);
  expect(await make('backend')).toEqual(['backend']);
  expect(await make('backend')).toEqual([]);
  write('backend/price.test.ts', `// a test is no part of the program`);
  expect(await make('backend')).toEqual([]);
  write('backend/price.ts', `export const price: number = 2;`);
  expect(await make('backend')).toEqual(['backend']);
  expect(read('backend/main.js')).toContain('2');
  rmSync(path.join(root, 'dist/backend/main.js'));
  expect(await make('backend')).toEqual(['backend']);
});

test('packages stay outside the backend', async () => {
  write('backend/main.ts', `import fastify from 'fastify'; console.log(fastify);`);
  await make('backend');
  expect(read('backend/main.js')).toMatch(/from ["']fastify["']/);
});

test('a missing entry is named in one plain line', async () => {
  await expect(make('demo-orders')).rejects.toThrow(
    'Cannot build the order simulator: backend/demo/orders-cli.ts is missing in this checkout.',
  );
});

test('source that does not parse fails and leaves the last good build', async () => {
  write('backend/main.ts', `console.log('good');`);
  await make('backend');
  write('backend/main.ts', `console.log('bad`);
  await expect(make('backend')).rejects.toThrow(/main\.ts/);
  expect(read('backend/main.js')).toContain('good');
});
