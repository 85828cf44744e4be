// Declares what is known of the clocks.
import { slice } from '../kernel/declare-slice.ts';

export const { own: time, set } = slice('time', {
  session: {
    /** Add this to the wall clock to get the backend's. */
    skewMs: 0,
    /** The backend's clock was told, and this computer's has not been set since: what is over by it is over. */
    clockTold: false,
  },
  process: {
    /** The wall clock less the monotonic one, to notice sleep and a clock that was set. */
    clockOffset: null as number | null,
  },
});
