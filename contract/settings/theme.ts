// The window's colours.
import { single } from './descriptor.ts';
import { choice } from './values.ts';

export const theme = single({
  since: 1,
  value: choice(['system', 'light', 'dark']),
  default: 'system',
  shown: { section: 'look', control: { kind: 'choice' } },
  guide: 'the window’s colours',
  stricter: (chosen) => chosen,
});
