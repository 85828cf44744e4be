// What a console tells of itself to whoever asks on a command line: its status in plain words, without anybody's name.
import type { View } from '../../contract/view.ts';

export type ConsoleStatus = {
  version: string;
  status: View['status']['word'];
  since: string;
  caughtUpAt: string | null;
  caughtUpTo: number | null;
  /** What does not work, and why. */
  broken: { part: string; since: string; cause: string | null }[];
  restaurant: string | null;
  device: string | null;
  ringing: boolean;
  unaccepted: number;
  window: string;
};

export function statusOf(
  view: Pick<View, 'status' | 'restaurant' | 'device' | 'bell'>,
  about: { version: string; window: string },
): ConsoleStatus {
  const { word, since, caughtUpAt, caughtUpTo, parts } = view.status;
  return {
    version: about.version,
    status: word,
    since,
    caughtUpAt,
    caughtUpTo,
    broken: parts.flatMap(({ part, works, since: brokenSince, cause }) =>
      works === false ? [{ part, since: brokenSince, cause }] : [],
    ),
    restaurant: view.restaurant?.name ?? null,
    device: view.device?.name ?? null,
    ringing: view.bell.ringing,
    unaccepted: view.bell.unaccepted,
    window: about.window,
  };
}

/** `checked` is all that can be said of a backend without a log. */
export const isWell = ({ status }: Pick<ConsoleStatus, 'status'>): boolean =>
  status === 'live' || status === 'checked';

export function statusLines(status: ConsoleStatus): string[] {
  const at = status.caughtUpTo === null ? '' : `, #${status.caughtUpTo}`;
  return [
    `${status.status} since ${status.since}`,
    ...(status.restaurant === null ? [] : [`${status.device ?? 'a device'} at ${status.restaurant}`]),
    ...(status.caughtUpAt === null ? [] : [`caught up at ${status.caughtUpAt}${at}`]),
    ...status.broken.map(
      ({ part, since, cause }) => `${part} does not work since ${since}: ${cause ?? 'unknown'}`,
    ),
    `${status.unaccepted} to be answered${status.ringing ? ', ringing' : ''}; window ${status.window}`,
    `Counterbell ${status.version}`,
  ];
}
