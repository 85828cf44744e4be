// Follows the streams that stand beside the orders as soon as a beat names them: the restaurant's chat, and the one for
// everybody. A console that enrolled with a version that knew none of them does not have them in its session file.
import type { StreamName } from '../../../contract/streams.ts';
import { follow } from '../../streams/flow.ts';
import type { Turn } from './turn.ts';

export function followOwnStreams(turn: Turn, heads: { has(stream: StreamName): boolean }): void {
  const { session } = turn.state;
  if (session === null) return;
  follow(
    turn,
    [`chat:${session.restaurantId}`, 'global'].filter((stream) => heads.has(stream)),
  );
}
