// The size of the tickets.
import { single } from './descriptor.ts';
import { choice } from './values.ts';

export const density = single({
  since: 1,
  value: choice(['normal', 'wall']),
  default: 'normal',
  shown: { section: 'look', control: { kind: 'choice' } },
  guide: 'tickets that are read from two metres',
  stricter: (chosen) => chosen,
});
