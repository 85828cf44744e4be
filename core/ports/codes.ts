// Turns codes that people type into something that can be kept and compared, but not read back.
export interface Codes {
  hash(code: string): Promise<string>;
  /** False as well when the hash is none. */
  matches(code: string, hash: string): Promise<boolean>;
  isHash(text: string): boolean;
}
