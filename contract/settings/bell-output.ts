// Where the bell comes out, where a computer has several loudspeakers.
import { single } from './descriptor.ts';
import { output } from './values.ts';

export const bellOutput = single({
  since: 2,
  value: output,
  default: null,
  shown: { section: 'bell', control: { kind: 'output' } },
  guide:
    'where the bell comes out; while it is not there the bell comes out where all other sounds do, and the health says so. A policy names it by its `label`, with an empty `id`',
  stricter: (chosen) => chosen,
});
