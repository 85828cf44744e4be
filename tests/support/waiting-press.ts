// A press that waits to be sent, for tests: "ready" unless they say otherwise.
import type { Entry } from '../../core/outbox/entry.ts';
import { iso, noon } from './brain.ts';

export const waitingPress = (order: string, over: Partial<Entry> = {}): Entry => ({
  id: 'press-1',
  order,
  verb: 'ready',
  item: null,
  details: {},
  person: null,
  pressedAt: iso(noon),
  takenAt: null,
  refused: null,
  kept: false,
  unsure: false,
  undoes: null,
  ...over,
});
