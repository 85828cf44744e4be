import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { policy } from './policy.ts';
import { defaultSettings } from './settings.ts';

const guide = readFileSync(new URL('../docs/INSTALL.md', import.meta.url), 'utf8');

test('every policy in the installation guide is permitted', () => {
  const examples = [...guide.matchAll(/^```json\n([\s\S]+?)^```$/gm)].map(([, text]) => text ?? '');
  expect(examples.length).toBeGreaterThan(1);
  for (const example of examples)
    expect(policy.safeParse(JSON.parse(example))).toMatchObject({ success: true });
});

test('the guide names every setting with its default, and none that there is not', () => {
  const told = [...guide.matchAll(/^\| `([a-zA-Z.]+)` \| `(.+?)` \|/gm)].map(([, name, text]) => [
    name,
    JSON.parse(text ?? '') as unknown,
  ]);
  const known = Object.entries(defaultSettings).flatMap(([name, value]): [string, unknown][] =>
    typeof value === 'object'
      ? Object.entries(value).map(([field, inner]) => [`${name}.${field}`, inner as unknown])
      : [[name, value]],
  );
  expect(told).toEqual(known);
});
