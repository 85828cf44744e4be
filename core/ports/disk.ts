// A folder of one's own on disk. Paths are relative and use "/"; every failure is a value, because a full disk is not a bug.
export type DiskFailure = {
  kind: 'missing' | 'full' | 'read-only' | 'denied' | 'io';
  /** The system's own words with the path in them. */
  message: string;
};
export type DiskResult<T> = { ok: true; value: T } | { ok: false; failure: DiskFailure };

export interface Disk {
  read(path: string): Promise<DiskResult<Uint8Array>>;
  /**
   * Adds bytes to the end of a file that is there and ends at `at`, and has them on the platter before it answers.
   * `missing`: it is gone, or not what it was. A failure may leave a torn tail.
   */
  append(path: string, bytes: Uint8Array, at: number): Promise<DiskResult<void>>;
  /** Replaces the whole file: after a crash there is the old or the new one, never a mixture. Durable on answer. */
  replace(path: string, bytes: Uint8Array): Promise<DiskResult<void>>;
  truncate(path: string, length: number): Promise<DiskResult<void>>;
  rename(from: string, to: string): Promise<DiskResult<void>>;
  /** Names directly inside a folder; a missing folder is empty. */
  list(folder: string): Promise<DiskResult<string[]>>;
  /** A file, or a folder with all in it; removing what is not there succeeds. */
  remove(path: string): Promise<DiskResult<void>>;
}
