// Where tokens and keys are kept: the system's keyring through the platform, or nowhere.
export interface Secrets {
  /** False: nothing can be kept safely here, and the person is told; secrets then live until the end of the process. */
  durable(): Promise<boolean>;
  seal(plain: Uint8Array): Promise<Uint8Array | null>;
  /** null: not ours, damaged, or sealed by another user or machine. */
  open(sealed: Uint8Array): Promise<Uint8Array | null>;
}
