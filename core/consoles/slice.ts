// Declares which other consoles of the restaurant cannot be reached.
import { z } from 'zod';
import { mapOf } from '../kernel/row.ts';
import { slice } from '../kernel/declare-slice.ts';

export type GoneConsole = { id: string; name: string; since: string };

export const {
  own: consoles,
  set,
  keep,
} = slice('consoles', {
  session: {
    /** As the notice names them. */
    goneTold: [] as readonly string[],
  },
  keeps: {
    goneConsoles: mapOf<GoneConsole>({
      v: 1,
      sealed: false,
      unread: 'kept',
      shape: z.object({ id: z.string(), name: z.string(), since: z.string() }),
    }),
  },
});
