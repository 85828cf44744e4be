// How many new orders in how short a time are told in one notification.
import { field, group } from './descriptor.ts';
import { longestPauseSeconds } from './limits.ts';
import { whole } from './values.ts';

export const burst = group({
  since: 1,
  fields: {
    moreThan: field({
      value: whole(1, 20, 'orders', 'that many are told one by one before they are grouped'),
      default: 5,
      shown: null,
      guide: 'more new orders than this …',
    }),
    withinSeconds: field({
      value: whole(1, longestPauseSeconds, 'seconds', 'it is how close together they come'),
      default: 10,
      shown: null,
      guide: '… in so short a time are told in one notification',
    }),
  },
  // Told one by one there is more to see and to hear than in a group.
  stricter: (chosen, wanted) => ({
    moreThan: Math.max(chosen.moreThan, wanted.moreThan),
    withinSeconds: Math.min(chosen.withinSeconds, wanted.withinSeconds),
  }),
});
