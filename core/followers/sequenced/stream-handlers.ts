// Hands what following a stream needs from above down to it: what events and snapshots mean for orders, presses and alerts.
import type { StreamHandlers } from '../../streams/handlers.ts';
import { applyEvents } from './apply.ts';
import { takeSnapshot } from './snapshot.ts';
import type { Turn } from './turn.ts';

export const streamHandlers: StreamHandlers<Turn> = {
  apply: applyEvents,
  takeSnapshot,
  isHeard: (turn, stream) => turn.state.link.heard.has(stream),
};
