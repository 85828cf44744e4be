// What the documentation names is there: its links lead somewhere, and its paths are those of files.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../../build/paths.mjs';
import { brokenLinks, brokenPaths, headingsOf, type Project } from './doc-references.ts';

const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: projectRoot, encoding: 'utf8' })
  .split('\0')
  .filter((file) => file !== '' && existsSync(path.join(projectRoot, file)));
const read = (file: string) => readFileSync(path.join(projectRoot, file), 'utf8');
const project: Project = { files: new Set(tracked), headings: (page) => headingsOf(read(page)) };
const pages = tracked.filter((file) => file.endsWith('.md'));

/** Paths that are another's. */
const elsewhere: ReadonlySet<string> = new Set([
  // In the package of that name.
  'electron/dist',
]);
/** Tells what was, in the words of then. */
const past = 'CHANGELOG.md';

test.each(pages)('%s: every link leads to a file and a heading', (page) => {
  expect(brokenLinks(page, read(page), project)).toEqual([]);
});

test.each(pages.filter((page) => page !== past))('%s: every path it names is there', (page) => {
  expect(brokenPaths(page, read(page), project).filter((word) => !elsewhere.has(word))).toEqual([]);
});

test('pages of the documentation that the code names are there', () => {
  const missing = tracked
    .filter((file) => /\.(?:tsx?|mjs|cjs|json|ya?ml)$/.test(file) && !file.startsWith('tests/house/doc-ref'))
    .flatMap((file) => (read(file).match(/\bdocs\/[\w/-]+\.md\b/g) ?? []).map((page) => ({ file, page })))
    .filter(({ page }) => !project.files.has(page));
  expect(missing).toEqual([]);
});

describe('what is wrong is found', () => {
  const small: Project = {
    files: new Set(['core/kernel/loop.ts', 'docs/A.md', 'docs/adr/0001-x.md', 'build/run.mjs']),
    headings: () => headingsOf('# One\n\n## Two words, and `code`\n'),
  };

  test('links', () => {
    const text =
      '[a](adr/0001-x.md) [b](adr/) [c](../core/kernel/loop.ts) [d](#two-words-and-code) [e](https://example.com/x)\n' +
      '[f](adr/0002-y.md) [g](#three) [h](adr/0001-x.md#three) [i](../core/flow/)\n' +
      '```\n[j](nowhere.md)\n```\n';
    expect(brokenLinks('docs/A.md', text, small)).toEqual([
      'adr/0002-y.md',
      '#three',
      'adr/0001-x.md#three',
      '../core/flow/',
    ]);
  });

  test('paths', () => {
    const text =
      '`core/kernel/` `core/kernel/loop.ts` `loop.ts` `./build/run.mjs` `dist/x.js` `core/NAME/slice.ts` `core/*.ts`\n' +
      '`/etc/a/policy.json` `order.ready` `GET /beat` `orders/now`\n' +
      '`core/flow` `core/kernel/log.ts` `log.ts`\n' +
      '```sh\nnode build/run.mjs\nnode build/gone.mjs\n```\n';
    expect(brokenPaths('docs/A.md', text, small)).toEqual([
      'core/flow',
      'core/kernel/log.ts',
      'log.ts',
      'build/gone.mjs',
    ]);
  });
});
