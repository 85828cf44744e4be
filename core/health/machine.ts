// Notes what is known of the machine, part by part, and since when it has been so.
import type { Machine } from '../../contract/health.ts';
import type { DiskFailure } from '../ports/disk.ts';
import type { Showing } from '../ports/notifier.ts';
import type * as Kernel from '../kernel/turn.ts';
import { set } from './slice.ts';
import type { HealthState } from './turn.ts';

type Fact<P extends keyof Machine> = Omit<NonNullable<Machine[P]>, 'since'>;

type Turn = Kernel.Turn<HealthState>;

/** As the desktop tells, or as the last one went. */
export const notificationsAre = (turn: Turn, showing: Showing): void => note(turn, 'notifications', showing);

export const trayIs = (turn: Turn, works: boolean): void => note(turn, 'tray', { works });
export const secretsAre = (turn: Turn, works: boolean): void => note(turn, 'secrets', { works });

/** `folder`: its own cannot be used, and what is written elsewhere does not mend that. */
export function diskIs(turn: Turn, failure: DiskFailure | 'folder' | null): void {
  if (turn.state.machine.disk?.why === 'folder') return;
  const why =
    failure === null || failure === 'folder' ? failure : failure.kind === 'full' ? 'full' : 'failed';
  note(turn, 'disk', { works: why === null, why });
}

/** A session was entered: its journal could be read, and its sign-in too. */
export function machineHolds(turn: Turn): void {
  if (turn.state.machine.disk === null) diskIs(turn, null);
  if (turn.state.machine.secrets === null) secretsAre(turn, true);
}

function note<P extends keyof Machine>(turn: Turn, part: P, fact: Fact<P>): void {
  const { machine } = turn.state;
  const before: (Fact<P> & { since: string }) | null = machine[part] as never;
  const same =
    before !== null &&
    Object.entries(fact).every(([name, value]) => before[name as keyof typeof before] === value);
  if (same) return;
  const since = new Date(turn.at.wall).toISOString();
  set(turn, { machine: { ...machine, [part]: { ...fact, since } } });
}
