// Defines what the loop writes to: the durable log of one session.
import type { DiskResult } from '../ports/disk.ts';
import type { Ledger, Put } from './ledger.ts';

export type Journal = {
  /** Several commits in one flush. After a failure the next call writes everything anew, so nothing is lost. */
  append(commits: readonly (readonly Put[])[], after: Ledger): Promise<DiskResult<void>>;
  /** The next write replaces the file: what is only in its past is gone from the disk then. */
  beginAnew(): void;
  /** False when the file does not hold everything: the last write failed, or is to be made anew. */
  isWritten(): boolean;
};
