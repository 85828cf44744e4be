// Writes what has changed about the following of one stream; only for the rules of this folder.
import type { StreamName } from '../../contract/streams.ts';
import { set, type Flow } from './slice.ts';
import type { SilentTurn } from './turn.ts';

export function setFlow(turn: SilentTurn, stream: StreamName, news: Partial<Flow>): void {
  const before = turn.state.flows.get(stream);
  if (before === undefined) return;
  set(turn, { flows: new Map(turn.state.flows).set(stream, withNews(before, news)) });
}

/** As two spreads in one literal, but the second of them would be a slow one, and this is done at every turn. */
const withNews = (known: Flow, news: Partial<Flow>): Flow => Object.assign({ ...known }, news);
