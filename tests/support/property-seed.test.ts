import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '../../build/paths.mjs';

const failing = `
import fc from 'fast-check';
import { expect, test } from 'vitest';
const small = (n) => { expect(n).toBeLessThan(5); };
test('sync', () => fc.assert(fc.property(fc.integer(), (n) => small(n))));
test('async', () => fc.assert(fc.asyncProperty(fc.integer(), async (n) => small(n))));
test('hangs', () => fc.assert(fc.asyncProperty(fc.integer(), () => new Promise(() => {}))), 100);
`;
const config = `
import TallyReporter from ${JSON.stringify(path.join(projectRoot, 'build/test/reporter.mjs'))};
export default { test: {
  include: ['failing.test.mjs'],
  setupFiles: [${JSON.stringify(path.join(projectRoot, 'tests/support/property-seed.ts'))}],
  reporters: [new TallyReporter({ file: 'results.json', quiet: false })],
} };
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-seeds-'));
  symlinkSync(path.join(projectRoot, 'node_modules'), path.join(folder, 'node_modules'));
  writeFileSync(path.join(folder, 'failing.test.mjs'), failing);
  writeFileSync(path.join(folder, 'vitest.config.mjs'), config);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(env: Record<string, string>): string {
  const vitest = path.join(projectRoot, 'node_modules/vitest/vitest.mjs');
  return spawnSync(process.execPath, [vitest, 'run', '--root', folder], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, COUNTERBELL_TEST_RESULTS: undefined, ...env },
  }).stdout;
}

test('a property that fails prints its seed, its path and why; one that hangs at least its seed', () => {
  const printed = run({ COUNTERBELL_PROPERTY_SEED: '4711' });
  const [, sync = '', async = '', hangs = ''] = printed.split('✗ ').slice(1);
  for (const property of [sync, async]) {
    expect(property).toMatch(/seed: 4711, path: "[\d:]+"/);
    expect(property).toContain('expected 5 to be less than 5');
  }
  expect(hangs).toContain('timed out');
  for (const one of [sync, async, hangs]) expect(one).toContain('COUNTERBELL_PROPERTY_SEED=4711');
}, 60_000);
