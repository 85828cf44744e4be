// What an exception that nobody caught means for the console: it goes on; one in a storm of them has it start anew, and
// only so often, because a console that is always starting rings as little as one that is broken.

export type Faults = {
  count: number;
  /** When the last ones came, oldest first. */
  recent: readonly number[];
  restarting: boolean;
};
export const noFaults: Faults = { count: 0, recent: [], restarting: false };

/** So many in so short a time: something fails again and again, and takes the machine's time for itself. */
export const storm = { faults: 20, withinMs: 10_000 };
/** More restarts than these help nobody. */
export const restarts = { most: 3, withinMs: 600_000 };

export type FaultAct = 'go-on' | 'restart';

/** `restartedAt`: when it was started anew for such a reason, as the start before this one has told. */
export function faultCame(
  state: Faults,
  now: number,
  restartedAt: readonly number[],
): { state: Faults; act: FaultAct } {
  const recent = [...state.recent.filter((at) => at > now - storm.withinMs), now].slice(-storm.faults);
  const isStorm = recent.length >= storm.faults;
  const act = isStorm && !state.restarting && mayRestart(now, restartedAt) ? 'restart' : 'go-on';
  return {
    state: { count: state.count + 1, recent, restarting: state.restarting || act === 'restart' },
    act,
  };
}

export const lately = (now: number, restartedAt: readonly number[]): number[] =>
  restartedAt.filter((at) => at > now - restarts.withinMs && at <= now);

export const mayRestart = (now: number, restartedAt: readonly number[]): boolean =>
  lately(now, restartedAt).length < restarts.most;

/** Each of the first ones; then, as a storm must not fill the disk, ever fewer. */
export const isLogged = (count: number): boolean =>
  count <= storm.faults || Number.isInteger(Math.log10(count));

/** For the log: what failed and where, without what it was working on, which may be a customer's. */
export function describeFault(error: unknown): { name: string; message: string; where: string } {
  if (!(error instanceof Error)) return { name: typeof error, message: 'not an Error', where: '' };
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  const where = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    name: `${error.name}${code}`,
    // The parser of JSON quotes what it could not read.
    message: error instanceof SyntaxError ? 'unreadable text' : error.message.slice(0, 200),
    where: where
      .slice(0, 6)
      .map((line) => line.trim())
      .join(' | '),
  };
}
