// Every room in every dress and state, looked at by rules with all that lies below it.
import { expect, test } from 'vitest';
import { wrongWith } from '../preview/look-at.ts';
import { askedLooks, chatLooks, queueLooks } from '../preview/looks.ts';
import { openLooks } from '../preview/open-looks.ts';

const panels = { ...askedLooks.each, ...askedLooks.long, ...chatLooks.each, ...chatLooks.long };
const preview = openLooks({ ...panels, ...queueLooks.long });

test.each(Object.entries(panels))('%s', async (name, scene) => {
  expect(await wrongWith(preview(), name, scene, { texts: 'panel', access: 'page' })).toEqual([]);
});

test.each(Object.entries(queueLooks.long))('%s', async (name, scene) => {
  expect(await wrongWith(preview(), name, scene, { texts: 'page', access: 'page' })).toEqual([]);
});
