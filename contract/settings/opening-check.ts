// Whether the bell is tried every day when the restaurant opens, and somebody asked whether they heard it.
import { single } from './descriptor.ts';
import { onOff } from './values.ts';

export const openingCheck = single({
  since: 2,
  value: onOff,
  default: false,
  shown: { section: 'bell', control: { kind: 'switch' } },
  guide:
    'when the restaurant opens, once a day, the bell rings briefly and the screen asks “Did you hear it?”; “No”, or no answer in 5 minutes, is told on the screen. Never over an order, and not where the restaurant never closes or the order system cannot be reached',
  stricter: (chosen, wanted) => chosen || wanted,
});
