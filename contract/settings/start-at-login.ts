// Whether the console starts, in the tray, when somebody logs in to the computer.
import { single } from './descriptor.ts';
import { onOff } from './values.ts';

export const startAtLogin = single({
  since: 1,
  value: onOff,
  default: false,
  shown: { section: 'computer', control: { kind: 'switch' } },
  guide: 'it starts in the tray when somebody logs in',
  stricter: (chosen, wanted) => chosen || wanted,
});
