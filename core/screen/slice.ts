// Declares whether the window can be seen, and what it is to lead to.
import type { View } from '../../contract/view.ts';
import { slice } from '../kernel/declare-slice.ts';
import type { WindowState } from '../ports/desktop.ts';

export const { own: screen, set } = slice('screen', {
  process: {
    window: 'none' as WindowState,
    /** The computer is kept from falling asleep by itself. */
    awake: false,
    /** When somebody last did something here, by the monotonic clock; null: not since the start. */
    touchedAt: null as number | null,
  },
  session: { focus: null as View['focus'] },
});
