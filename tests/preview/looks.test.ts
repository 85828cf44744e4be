import { expect, test } from 'vitest';
import { askedLooks, chatLooks, healthLooks, queueLooks, type Looks } from './looks.ts';

type Dress = 'theme' | 'language' | 'density';
const rooms = (some: Looks['each']) => new Set(Object.keys(some).map((name) => name.split('-')[0]));
const worn = (some: Looks['each'], what: Dress) =>
  new Set(Object.values(some).map(({ view }) => view.settings[what]));

test.each(Object.entries({ askedLooks, chatLooks, healthLooks, queueLooks }))(
  '%s: nothing of what is left for the long run is a dress that is never seen otherwise',
  (_, { each, long }) => {
    const all = { ...each, ...long };
    expect(Object.keys(long).length).toBeGreaterThan(5);
    for (const what of ['theme', 'language', 'density'] as const)
      expect(worn(each, what)).toEqual(worn(all, what));
  },
);

test.each(Object.entries({ askedLooks, chatLooks, healthLooks }))(
  '%s: each room is seen each time',
  (_, { each, long }) => {
    expect(rooms(each)).toEqual(rooms({ ...each, ...long }));
  },
);
