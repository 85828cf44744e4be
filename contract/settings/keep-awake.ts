// Whether the computer is kept from falling asleep by itself while the restaurant is open.
import { single } from './descriptor.ts';
import { onOff } from './values.ts';

export const keepAwake = single({
  since: 2,
  value: onOff,
  default: true,
  shown: { section: 'computer', control: { kind: 'switch' } },
  guide:
    'in opening hours the computer does not fall asleep by itself; a lid that is closed, or somebody who wants it to, still puts it to sleep',
  stricter: (chosen, wanted) => chosen || wanted,
});
