// Every room in every dress and state, looked at by rules with all that lies below it.
import { expect, test } from 'vitest';
import type { Scene } from '../preview/fixtures.ts';
import { wrongWith } from '../preview/look-at.ts';
import { askedLooks, chatLooks, healthLooks, queueLooks } from '../preview/looks.ts';
import { openLooks } from '../preview/open-looks.ts';

const panels = Object.assign(
  {},
  ...[askedLooks, chatLooks, healthLooks].flatMap(({ each, long }) => [each, long]),
) as Record<string, Scene>;
const preview = openLooks({ ...panels, ...queueLooks.long });

test.each(Object.entries(panels))('%s', async (name, scene) => {
  expect(await wrongWith(preview(), name, scene, { texts: 'panel', access: 'page' })).toEqual([]);
});

test.each(Object.entries(queueLooks.long))('%s', async (name, scene) => {
  expect(await wrongWith(preview(), name, scene, { texts: 'page', access: 'page' })).toEqual([]);
});
