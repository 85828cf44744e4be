// One HTTP exchange with the backend. Answers of any status are values; so is not getting one.
export type BackendTarget = {
  url: string;
  /** SHA-256 of the certificate, for a backend that made its own. */
  fingerprint: string | null;
};

export type BackendRequest = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Begins with "/"; the query is part of it. */
  path: string;
  token: string | null;
  body?: unknown;
  idempotencyKey?: string;
  timeoutMs: number;
};

export type BackendAnswer =
  | { kind: 'answer'; status: number; body: unknown; retryAfterMs: number | null }
  /** `sent: false` only when it is certain that nothing reached the network. */
  | {
      kind: 'failure';
      why: 'network' | 'timeout' | 'tls' | 'proxy' | 'unreadable';
      sent: boolean;
      message: string;
    };

export interface Backend {
  exchange(target: BackendTarget, request: BackendRequest): Promise<BackendAnswer>;
}
