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
  /** A longer answer is none to this; not given: as much as any may be. */
  answerBytes?: number;
};

export type BackendAnswer =
  | {
      kind: 'answer';
      status: number;
      body: unknown;
      retryAfterMs: number | null;
      /** Its `Counterbell-Protocol`, as it came; null or absent: none did. */
      protocol?: string | null;
    }
  /** `sent: false` only when it is certain that nothing reached the network. */
  | {
      kind: 'failure';
      /**
       * `login-page`: this network wants somebody to sign in first, and answers in the backend's place.
       * `dropped`: given up by dropConnections() or by whoever asked, which says nothing about the backend.
       */
      why: 'network' | 'timeout' | 'tls' | 'proxy' | 'login-page' | 'unreadable' | 'dropped';
      sent: boolean;
      message: string;
    };

/** Lets whoever asked stop waiting: what is under way then ends as `dropped`. */
export interface GiveUp {
  readonly given: boolean;
  onGiven(run: () => void): void;
}

export interface Backend {
  exchange(target: BackendTarget, request: BackendRequest, giveUp?: GiveUp): Promise<BackendAnswer>;
  /**
   * After sleep or on another network connections look alive that nobody answers on. What is under way ends at once
   * as `dropped`, and whatever is asked from now on goes over connections that are made for it.
   */
  dropConnections(): void;
}
