// Where the settings lie: read once at start, written when a person changes one. Repairs are told, never silent.
export type StoredSettings = {
  installId: string;
  /** As it lies on disk, of whatever version: core/settings brings it up to date. */
  raw: unknown;
  /** What had to be done to read it; the person is told. */
  repair: { kind: 'restored' | 'reset'; movedTo: string } | null;
  /** Why what was read (or begun anew) cannot be kept for the next start, in the system's words; null when it is. */
  notKept: string | null;
};

/** Both answer with values: a disk that takes nothing must not keep the bell from being rung. */
export interface SettingsStore {
  read(): Promise<StoredSettings>;
  write(raw: unknown): Promise<{ ok: boolean; message: string | null }>;
}
