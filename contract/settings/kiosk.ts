// Whether the window fills the screen and can be left with a code only. Without such a code it is not done.
import { single } from './descriptor.ts';
import { onOff } from './values.ts';

export const kiosk = single({
  since: 2,
  value: onOff,
  default: false,
  shown: null,
  guide:
    'the window fills the screen, above everything else, and only the exit code leads out: one of the policy (`kiosk.exitCode`), otherwise one that was chosen on the console. Without a code it has no effect',
  stricter: (chosen, wanted) => chosen || wanted,
});
