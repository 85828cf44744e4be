import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../build/paths.mjs';
import { withSettingsTable } from './settings-table.ts';

const guide = readFileSync(path.join(projectRoot, 'docs/INSTALL.md'), 'utf8');

test('the guide says of every setting what its descriptor says; `node build/run.mjs guide` writes it', () => {
  expect(guide).toBe(withSettingsTable(guide));
});

test.each([
  ['a default', '| `bell.snoozeSeconds` | `90` |', '| `bell.snoozeSeconds` | `60` |'],
  ['a bound', '| 15 to 180: ', '| 15 to 240: '],
  ['the number of the keys', "today's number is ", "today's number is 1"],
  ['a setting that is not there', '| `theme` |', '| `melody` |'],
])('%s that is another in the guide is noticed and written right', (_what, right, wrong) => {
  const written = withSettingsTable(guide);
  const changed = written.replace(right, wrong);
  expect(changed).not.toBe(written);
  expect(withSettingsTable(changed)).toBe(written);
});
