// Declares which orders nobody answered for so long that managers are called for them.
import { slice } from '../kernel/declare-slice.ts';

export const { own: escalations, set } = slice('escalations', {
  person: {
    /** By order, since when: as the inbox of the manager who is stepped in tells. */
    escalations: new Map() as ReadonlyMap<string, string>,
  },
});
