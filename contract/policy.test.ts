import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { policy, policyIn, policySchema } from './policy.ts';
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
    typeof value === 'object' && value !== null
      ? Object.entries(value).map(([field, inner]) => [`${name}.${field}`, inner as unknown])
      : [[name, value]],
  );
  expect(told).toEqual(known);
});

const backend = { url: 'https://backend.example' };

test('a key that nobody knows has the whole policy refused, unless it is written for a newer console', () => {
  const newer = {
    schema: policySchema + 1,
    backend: { ...backend, mirror: 'https://other.example' },
    settings: { theme: 'dark', bell: { volume: 1, snoozeSeconds: 90, tune: 'gong' } },
    printers: [],
  };
  expect(policyIn(newer)).toEqual({
    ok: true,
    policy: {
      schema: policySchema + 1,
      backend,
      settings: { theme: 'dark', bell: { volume: 1, snoozeSeconds: 90 } },
    },
    unknown: expect.arrayContaining(['backend.mirror', 'settings.bell.tune', 'printers']),
  });
  for (const schema of [undefined, policySchema])
    expect(policyIn({ ...newer, ...(schema === undefined ? { schema: undefined } : { schema }) }).ok).toBe(
      false,
    );
});

test.each([
  [{ schema: 99, settings: { theme: 'purple' }, more: 1 }, /^settings\.theme: /],
  [{ schema: 99, backend: { url: 'ftp://x', more: 1 } }, /^backend\.url: is not an http/],
  [{ schema: 'new', more: 1 }, /^schema: /],
  [{ settings: { bell: { volume: 2, snoozeSeconds: 90 } } }, /^settings\.bell\.volume: /],
  [null, /./],
])('%j is refused by its mistake', (content, why) => {
  expect(policyIn(content)).toMatchObject({ ok: false, why: expect.stringMatching(why) });
});
