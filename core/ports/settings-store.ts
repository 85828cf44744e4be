// Where the settings lie: read once at start, written when a person changes one. Repairs are told, never silent.
export type StoredSettings = {
  installId: string;
  /** As it lies on disk, of whatever version: core/settings brings it up to date. */
  raw: unknown;
  /** What had to be done to read it; the person is told. */
  repair: { kind: 'restored' | 'reset'; movedTo: string } | null;
};

export interface SettingsStore {
  read(): Promise<StoredSettings>;
  write(raw: unknown): Promise<{ ok: boolean; message: string | null }>;
}
