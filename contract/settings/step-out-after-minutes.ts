// After how long without doing anything a person is stepped out, before somebody else acts in their name.
import { single } from './descriptor.ts';
import { whole } from './values.ts';

export const stepOutAfterMinutes = single({
  since: 1,
  value: whole(1, 120, 'minutes', 'a counter is shared, and nobody may act in the name of another'),
  default: 15,
  shown: null,
  guide: 'who did nothing for so long is stepped out',
  stricter: (chosen, wanted) => Math.min(chosen, wanted),
});
