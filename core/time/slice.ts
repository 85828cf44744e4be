// Declares what is known of the clocks.
import { slice } from '../kernel/declare-slice.ts';

export const { own: time, set } = slice('time', {
  session: {
    /** Add this to the wall clock to get the backend's. */
    skewMs: 0,
  },
  process: {
    /** The wall clock less the monotonic one, to notice sleep and a clock that was set. */
    clockOffset: null as number | null,
  },
});
