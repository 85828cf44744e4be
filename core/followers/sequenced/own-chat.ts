// Follows the restaurant's chat as soon as a beat names it: a console that enrolled with a version that knew no chat does
// not have the stream in its session file.
import type { StreamName } from '../../../contract/streams.ts';
import { follow } from '../../streams/flow.ts';
import type { Turn } from './turn.ts';

export const ownChat = (restaurant: string): StreamName => `chat:${restaurant}`;

export function followOwnChat(turn: Turn, heads: { has(stream: StreamName): boolean }): void {
  const { session } = turn.state;
  if (session === null || !heads.has(ownChat(session.restaurantId))) return;
  follow(turn, [ownChat(session.restaurantId)]);
}
