// What differs between backends with a log and without one stands in two tables. Each way of asking elsewhere is tried, and
// lint has to say so.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { choosers, readers } from '../../build/backend-kinds.mjs';
import { brokenImports } from '../../build/layers.mjs';
import { projectRoot } from '../../build/paths.mjs';
import { listedPolicy } from '../support/listed-shop.ts';
import { session } from '../support/brain.ts';
import { followerOf } from '../../core/rules/follow.ts';
import { listed } from '../../core/followers/listed/follower.ts';
import { sequenced } from '../../core/followers/sequenced/follower.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'counterbell-kinds-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function told(file: string, text: string) {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
  return (await brokenImports(root, [])).map(({ specifier, why }) => [specifier, why]);
}
const instead =
  'let the kinds differ in core/session/abilities.ts, or in the followers behind core/followers/follower.ts';

test.each([
  `if (session.existing === null) a();`,
  `if (session?.existing == null) a();`,
  `if (session['existing']) a();`,
  `const { existing } = session;`,
  `const { existing: theirs } = session;`,
  `const { session: { existing } } = turn.state;`,
  `const isListed = ({ existing }) => existing !== null;`,
  `for (const { existing } of sessions) a(existing);`,
  `if ('existing' in session) a();`,
])('%s', async (text) => {
  const asks = `asks whether the backend is one that was there before: ${instead}`;
  expect(await told('core/alerts/a.ts', text)).toEqual([[undefined, asks]]);
  expect(await told('core/followers/listed/a.ts', text)).toHaveLength(2);
});

const asksKind = `asks which kind the backend is of: ${instead}`;
test.each([
  ['core/alerts/a.ts', `import { backendKindOf } from '../session/backend-kind.ts';`],
  ['core/alerts/a.ts', `import * as kinds from '../session/backend-kind.ts';`],
  ['core/alerts/a.ts', `export { backendKindOf } from '../session/backend-kind.ts';`],
  ['core/alerts/a.ts', `const { backendKindOf } = await import('../session/backend-kind.ts');`],
  ['core/rules/a.ts', `import { backendKindOf } from '../session/backend-kind.ts';`],
])('%s: %s', async (file, text) => {
  expect(await told(file, text)).toEqual([['../session/backend-kind.ts', asksKind]]);
});

test.each([
  ['core/rules/follow.ts', `import { backendKindOf } from '../session/backend-kind.ts';`],
  ['core/alerts/a.ts', `import type { WithBackend } from '../session/backend-kind.ts';`],
  ['core/alerts/a.ts', `const made = { ...session, existing: null }; declare const b: { existing: object };`],
  ['core/enrolment/a.ts', `const { existing } = policy.backend;`],
  ['renderer/a.ts', `const { existing } = files;`],
])('is no question: %s: %s', async (file, text) => {
  expect(await told(file, text)).toEqual([]);
});

test('who may ask is there', () => {
  expect([...choosers, ...readers].filter((name) => !existsSync(path.join(projectRoot, name)))).toEqual([]);
});

test('a session has the follower that fits its backend', () => {
  expect(followerOf(session)).toBe(sequenced);
  expect(followerOf({ existing: listedPolicy.backend?.existing ?? null })).toBe(listed);
});
