// What the simulated backend answers a request with.
import { ourProtocol, writeProtocol } from '../../contract/protocol.ts';

/** `protocol`: what only a backend says of itself. */
export type HttpAnswer = {
  status: number;
  body: unknown;
  retryAfterMs: number | null;
  protocol?: string;
};

export const ok = (body: unknown): HttpAnswer => ({
  status: 200,
  body,
  retryAfterMs: null,
  protocol: writeProtocol(ourProtocol),
});

export const problem = (status: number, code: string, detail: string, more: object = {}): HttpAnswer => ({
  status,
  body: { type: `about:${code}`, title: code, status, code, detail, ...more },
  retryAfterMs: status === 503 || status === 429 ? 2000 : null,
});
