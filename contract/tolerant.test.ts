import { expect, test } from 'vitest';
import { z } from 'zod';
import {
  ifReadable,
  listOfReadable,
  listUpTo,
  mapOfReadable,
  orElse,
  strictly,
  textUpTo,
  wordOf,
} from './tolerant.ts';

const inner = z.object({ kind: wordOf(['a', 'b'], 'a'), name: textUpTo(3) });
const shape = z.object({
  inner,
  list: listUpTo(inner, 1),
  some: listOfReadable(inner),
  map: mapOfReadable(z.string().regex(/^x/), z.object({ n: z.number() })),
  choice: z.union([z.object({ one: z.literal(1) }), z.object({ two: z.literal(2) })]).nullable(),
  told: ifReadable(z.number()),
  safe: orElse(z.boolean(), true),
});

const sent = {
  inner: { kind: 'b', name: 'abc' },
  list: [{ kind: 'a', name: 'x' }],
  some: [{ kind: 'a', name: 'x' }],
  map: { x1: { n: 1 } },
  choice: { one: 1 },
  safe: false,
} as const;

test('what is sent is read as it is, by both forms', () => {
  expect(shape.parse(sent)).toEqual(sent);
  expect(strictly(shape).parse(sent)).toEqual(sent);
});

test('what a newer version adds is passed over, and what it says otherwise becomes something safe', () => {
  expect(
    shape.parse({
      ...sent,
      extra: { deep: [1] },
      inner: { kind: 'c', name: 'longer than three', extra: 1 },
      list: [...sent.list, ...sent.list],
      some: [{ kind: 'a' }, ...sent.some, 7],
      map: { x1: { n: 1, extra: 2 }, x2: { n: 'many' }, y: { n: 1 } },
      choice: { two: 2, three: 3 },
      told: 'a few',
      safe: 'perhaps',
    }),
  ).toEqual({
    ...sent,
    inner: { kind: 'a', name: 'longer than three' },
    list: [...sent.list, ...sent.list],
    choice: { two: 2 },
    told: undefined,
    safe: true,
  });
});

test.each([
  ['a key at the top', { ...sent, extra: 1 }],
  ['a key inside', { ...sent, inner: { ...sent.inner, extra: 1 } }],
  ['a key in a list', { ...sent, list: [{ ...sent.inner, extra: 1 }] }],
  ['a key in a list of readable ones', { ...sent, some: [{ ...sent.inner, extra: 1 }] }],
  ['a key in a map', { ...sent, map: { x1: { n: 1, extra: 1 } } }],
  ['a key in a choice', { ...sent, choice: { one: 1, two: 2 } }],
  ['a word', { ...sent, inner: { kind: 'c', name: 'x' } }],
  ['a long text', { ...sent, inner: { kind: 'a', name: 'abcd' } }],
  ['a long list', { ...sent, list: [sent.inner, sent.inner] }],
  ['an entry', { ...sent, some: [7] }],
  ['a name in a map', { ...sent, map: { y: { n: 1 } } }],
  ['a value of another type', { ...sent, safe: 'perhaps' }],
  ['an optional of another type', { ...sent, told: 'a few' }],
])('%s that is not agreed upon is never sent', (_, wire) => {
  expect(strictly(shape).safeParse(wire).success).toBe(false);
  expect(shape.safeParse(wire).success).toBe(true);
});

test('bounds on the whole of an object are kept', () => {
  const ordered = z.object({ from: z.number(), to: z.number() }).refine(({ from, to }) => from < to);
  expect(strictly(ordered).safeParse({ from: 1, to: 2 }).success).toBe(true);
  expect(strictly(ordered).safeParse({ from: 2, to: 1 }).success).toBe(false);
  expect(strictly(ordered).safeParse({ from: 1, to: 2, extra: 1 }).success).toBe(false);
});
