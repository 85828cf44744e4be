// How much of an order a notification tells to everybody who passes the screen. A customer's name or telephone number never
// stands in one.
import { single } from './descriptor.ts';
import { choice } from './values.ts';

export const orderOnNotification = single({
  since: 2,
  value: choice(['items', 'number']),
  default: 'items',
  shown: { section: 'notifications', control: { kind: 'choice' } },
  guide:
    'what a notification tells: an order’s items and how it leaves, or its number only; messages to a person are then told without their words',
  stricter: (chosen, wanted) => (wanted === 'number' ? wanted : chosen),
});
