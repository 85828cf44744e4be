// One client as the rest of the server sees it.

export type Line = {
  readonly socketId: string;
  /** Sends a finished frame, or drops it when the client is leaving. */
  deliver(frame: Buffer): void;
  close(code: number, reason: string): void;
};
