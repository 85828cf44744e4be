// Tells whoever is at this console that another one of the restaurant cannot be reached, until it can again.
import type { Change } from '../kernel/ledger.ts';
import { addNotice, dropNotices } from '../notices/notices.ts';
import { keep, set, type GoneConsole } from './slice.ts';
import type { ConsolesState, Turn } from './turn.ts';

const code = 'console-gone';

export const consoleGone =
  (gone: GoneConsole): Change =>
  (draft) =>
    keep.goneConsoles.put(draft, gone.id, gone);

export const consoleBack =
  (id: string): Change =>
  (draft) =>
    keep.goneConsoles.put(draft, id, null);

/** All there are. */
export const consolesGone = (
  { ledger }: Pick<ConsolesState, 'ledger'>,
  gone: readonly GoneConsole[],
): Change[] => [...[...ledger.goneConsoles.keys()].map(consoleBack), ...gone.map(consoleGone)];

/** A notice that was dismissed comes back with the next console that is gone, not with one that is back. */
export function tellGone(turn: Turn): void {
  const { ledger, goneTold, notices, session } = turn.state;
  const gone = [...ledger.goneConsoles.values()].filter(({ id }) => id !== session?.device.id);
  const names = gone.map(({ name }) => name).toSorted();
  const isMore = names.length > goneTold.length;
  const isOther = names.join() !== goneTold.join();
  if (isOther) set(turn, { goneTold: names });
  // Also of a session that is over.
  if (names.length === 0) return dropNotices(turn, code);
  const isInSight = notices.some((notice) => notice.code === code);
  if (isOther && (isMore || isInSight)) addNotice(turn, code, names.join(', '));
}
