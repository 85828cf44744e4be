// Every rule of the layers is broken on purpose, and something has to notice.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { brokenImports } from '../../build/layers.mjs';
import { projectRoot } from '../../build/paths.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'counterbell-house-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

/** The real configuration, around files made for the test. */
function copy(...files: string[]): void {
  for (const file of files) cpSync(path.join(projectRoot, file), path.join(root, file));
  symlinkSync(path.join(projectRoot, 'node_modules'), path.join(root, 'node_modules'), 'junction');
}

/** Output and code of a tool, whether it was content or not. */
async function tool(program: string, ...words: string[]): Promise<{ code: number; text: string }> {
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [path.join(projectRoot, program), ...words],
      {
        cwd: root,
      },
    );
    return { code: 0, text: stdout };
  } catch (error) {
    const { code, stdout } = error as { code: number; stdout: string };
    return { code, text: stdout };
  }
}

describe('the reading of imports', () => {
  test.each([
    ['core/orders/a.ts', `import { readFileSync } from 'node:fs';`, "core may not use Node's modules"],
    ['core/orders/a.ts', `import fs from 'fs';`, "core may not use Node's modules"],
    ['core/orders/a.ts', `import { setTimeout } from 'timers/promises';`, "core may not use Node's modules"],
    ['core/orders/a.ts', `const fs = await import('fs');`, "core may not use Node's modules"],
    ['core/orders/a.ts', `const { app } = require('electron');`, 'only electron/ may import electron'],
    ['core/orders/a.ts', `require.resolve('electron');`, 'only electron/ may import electron'],
    ['core/orders/a.ts', `import type { App } from 'electron';`, 'only electron/ may import electron'],
    ['core/orders/a.ts', `let app: import('electron').App;`, 'only electron/ may import electron'],
    ['core/orders/a.ts', `import electron = require('electron');`, 'only electron/ may import electron'],
    ['core/orders/a.ts', `export { app } from 'electron';`, 'only electron/ may import electron'],
    ['core/orders/a.ts', `import { pino } from 'pino';`, 'core may not import the package pino'],
    ['core/orders/a.ts', `import x from '../../electron/main.ts';`, 'core may not import from electron'],
    ['core/a.ts', `export * from '../backend/a.ts';`, 'core may not import from backend'],
    ['contract/a.ts', `import x from '../core/a.ts';`, 'contract may not import from core'],
    ['contract/a.ts', `import x from 'node:crypto';`, "contract may not use Node's modules"],
    ['renderer/app/a.tsx', `import x from '../../core/a.ts';`, 'renderer may not import from core'],
    ['renderer/app/a.tsx', `import { ipcRenderer } from 'electron';`, 'only electron/ may import electron'],
    ['renderer/app/a.tsx', `import path from 'path';`, "renderer may not use Node's modules"],
    ['backend/orders/a.ts', `import x from '../../core/orders/a.ts';`, 'backend may not import from core'],
    ['backend/orders/a.ts', `import { app } from 'electron/main';`, 'only electron/ may import electron'],
    [
      'backend/pusher-server/a.ts',
      `import x from '../orders/a.ts';`,
      'backend/pusher-server may not import from backend',
    ],
    [
      'backend/pusher-server/a.ts',
      `import x from '../../contract/order.ts';`,
      'backend/pusher-server may not import from contract',
    ],
    ['electron/a.ts', `import x from '../backend/a.ts';`, 'electron may not import from backend'],
    ['electron/a.ts', `import x from '../renderer/a.ts';`, 'electron may not import from renderer'],
    ['core/a.ts', `import x from '../tests/a.ts';`, 'core may not import from tests'],
    [
      'build/a.mjs',
      `import { build } from 'vite';`,
      'runs before packages are installed: use await import()',
    ],
    [
      'renderer/features/queue/a.tsx',
      `import x from '../settings/inner.ts';`,
      'reaches into the inside of the feature "settings"',
    ],
  ])('%s: %s', async (file, text, why) => {
    write(file, text);
    expect((await brokenImports(root, [])).map((broken) => broken.why)).toEqual([why]);
  });

  test('what is allowed is not complained about', async () => {
    write('core/a.ts', `import { z } from 'zod'; import x from '../contract/a.ts'; import y from './b.ts';`);
    write(
      'electron/a.ts',
      `import { app } from 'electron'; import fs from 'node:fs'; import x from '../core/a.ts';`,
    );
    write('renderer/features/queue/a.tsx', `import x from '../settings/index.ts'; import './look.css';`);
    write('backend/a.ts', `import pg from 'pg'; import x from './pusher-server/index.ts';`);
    write('build/a.mjs', `const { build } = await import('vite');`);
    write('core/b.ts', `// import fs from 'fs'\nconst text = "require('electron')";`);
    write('core/a.test.ts', `import fs from 'node:fs'; import { test } from 'vitest';`);
    expect(await brokenImports(root, [])).toEqual([]);
  });
});

describe('the types', () => {
  test('core and contract compile neither with Node nor with a browser around them', async () => {
    copy('tsconfig.base.json', 'tsconfig.core.json', 'tsconfig.contract.json');
    const bad: Record<string, string> = {
      'node-fs': `import { readFileSync } from 'node:fs'; export const x = readFileSync;`,
      'bare-fs': `import { readFileSync } from 'fs'; export const x = readFileSync;`,
      require: `export const x = require('electron');`,
      process: `export const x = process.env;`,
      document: `export const x = document.title;`,
      timer: `export const x = setTimeout(() => {}, 1);`,
      outside: `import { x } from '../electron/x.ts'; export const y = x;`,
    };
    write('core/good.ts', `import { z } from 'zod'; export const x: string = z.string().parse('a');`);
    for (const layer of ['core', 'contract']) {
      for (const [name, text] of Object.entries(bad)) write(`${layer}/${name}.ts`, text);
      const { code, text } = await tool(
        'node_modules/typescript/bin/tsc',
        '-p',
        `tsconfig.${layer}.json`,
        '--pretty',
        'false',
      );
      expect(code).not.toBe(0);
      for (const name of Object.keys(bad)) expect(text).toContain(`${layer}/${name}.ts(`);
      expect(text).not.toContain('core/good.ts');
    }
  });
});

describe('the linter', () => {
  test.each([
    ['core/a.ts', `import fs from 'node:fs'; export default fs;`],
    ['core/a.ts', `import type { App } from 'electron'; export type X = App;`],
    ['core/a.ts', `import x from '../backend/a.ts'; export default x;`],
    ['contract/a.ts', `import x from '../core/a.ts'; export default x;`],
    ['renderer/a.tsx', `import x from '../core/a.ts'; export default x;`],
    ['backend/a.ts', `import x from '../core/a.ts'; export default x;`],
    ['backend/a.ts', `import { app } from 'electron'; export default app;`],
    ['electron/a.ts', `import x from '../backend/a.ts'; export default x;`],
  ])('marks in %s: %s', async (file, text) => {
    copy('.oxlintrc.json');
    write(file, `${text}\n`);
    const result = await tool('node_modules/oxlint/bin/oxlint', '--format=unix', '.');
    expect(result.code).not.toBe(0);
    expect(result.text).toContain('no-restricted-imports');
  });

  test('marks a file of more than 300 lines, but for tests', async () => {
    copy('.oxlintrc.json');
    const lines = (many: number) => `export default [\n${'  1,\n'.repeat(many - 2)}];\n`;
    write('backend/a.ts', lines(301));
    write('backend/b.ts', lines(300));
    write('backend/a.test.ts', lines(301));
    const { code, text } = await tool('node_modules/oxlint/bin/oxlint', '--format=unix', '.');
    expect(code).not.toBe(0);
    expect(text.match(/^.*max-lines.*$/gm)).toEqual([expect.stringContaining('backend/a.ts')]);
  });
});
