// One HTTP exchange with the backend. Answers of any status are values; so is not getting one.
export type BackendTarget = {
  url: string;
  /** SHA-256 of the certificate, for a backend that made its own. */
  fingerprint: string | null;
};

export type BackendRequest = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Begins with "/"; the query is part of it. */
  path: string;
  token: string | null;
  body?: unknown;
  /** Instead of a body: as a browser's form sends it. */
  form?: Readonly<Record<string, string>>;
  /** Beside what the token makes; for backends that know nobody by a bearer token. */
  headers?: Readonly<Record<string, string>>;
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
