// Says that the inbox of whoever is in is behind, while orders come: "live" is said of orders alone, and nobody may take a
// quiet inbox for an empty one.
import { hearsEverything } from '../health/status-word.ts';
import { wakeAt } from '../kernel/turn.ts';
import { addNotice, dropNotices } from '../notices/notices.ts';
import { set } from './slice.ts';
import type { BehindTurn } from './turn.ts';

/** What is on its way within this time is not behind. */
const patienceMs = 15_000;

export function tellBehind(turn: BehindTurn): void {
  const { at, state } = turn;
  // Where orders do not come either, the status says so.
  const since = hearsEverything(state.status.word) ? behindSince(turn) : null;
  if (since === null) {
    if (state.isBehindTold) set(turn, { isBehindTold: false });
    return dropNotices(turn, 'inbox-behind');
  }
  if (state.isBehindTold) return;
  if (at.mono < since + patienceMs) return wakeAt(turn, since + patienceMs);
  set(turn, { isBehindTold: true });
  addNotice(turn, 'inbox-behind', new Date(at.wall - (at.mono - since)).toISOString());
}

/** Since when what is missing of it has been asked for in vain. */
function behindSince({ state: { person, flows } }: BehindTurn): number | null {
  const since = (person?.streams ?? []).flatMap((stream) => {
    const flow = flows.get(stream);
    return flow === undefined || flow.failures === 0 ? [] : (flow.wantSince ?? []);
  });
  return since.length === 0 ? null : Math.min(...since);
}
