// What the rest of the server knows of one client.

export type Client = {
  readonly socketId: string;
  /** Sends a finished frame, or drops it when the client is leaving. */
  deliver(frame: Buffer): void;
  close(code: number, reason: string): void;
};
