// Tells the person at the screen what they must know, once per kind, until it is dismissed or no longer true.
import { set, type Notice } from './slice.ts';
import type { Turn } from './turn.ts';
import type { DiskFailure } from '../ports/disk.ts';
import { cutText } from '../../contract/wire.ts';

export function addNotice(turn: Turn, code: Notice['code'], detail: string): void {
  const { notices } = turn.state;
  const same = notices.find((notice) => notice.code === code);
  if (same?.detail === detail) return;
  const notice: Notice = {
    id: same?.id ?? `${code}:${turn.chance.id()}`,
    code,
    at: new Date(turn.at.wall).toISOString(),
    detail: cutText(detail, 500),
  };
  set(turn, { notices: [...notices.filter((other) => other !== same), notice] });
}

/** By code when it is no longer true, by id when somebody dismissed it. */
export function dropNotices(turn: Turn, which: string): void {
  const { notices } = turn.state;
  const left = notices.filter(({ id, code }) => id !== which && code !== which);
  if (left.length < notices.length) set(turn, { notices: left });
}

/** A full disk needs room; one that fails otherwise needs IT. */
export function tellDisk(turn: Turn, failure: DiskFailure | null): void {
  const code = failure?.kind === 'full' ? 'disk-full' : 'disk-failed';
  dropNotices(turn, code === 'disk-full' ? 'disk-failed' : 'disk-full');
  if (failure === null) dropNotices(turn, 'disk-failed');
  else addNotice(turn, code, failure.message);
}
