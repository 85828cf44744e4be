// Whether an office rings as a counter does. Nobody counts on it to be heard, either way.
import { single } from './descriptor.ts';
import { onOff } from './values.ts';

export const officeRings = single({
  since: 2,
  value: onOff,
  default: false,
  shown: { section: 'bell', control: { kind: 'switch' }, onlyAt: 'office' },
  guide: 'a console that was enrolled as an office rings too; it still does not count as one that hears',
  stricter: (chosen, wanted) => chosen || wanted,
});
