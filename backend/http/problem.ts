// Writes an answer that is no as it travels over HTTP (RFC 9457).
import type { ProblemCode } from '../../contract/problem.ts';
import type { Order } from '../../contract/order.ts';

const about: Record<ProblemCode, { status: number; title: string }> = {
  invalid: { status: 422, title: 'A field is wrong' },
  unreadable: { status: 400, title: 'The request cannot be read' },
  'too-large': { status: 413, title: 'The request is too large' },
  'not-signed-in': { status: 401, title: 'Not signed in' },
  'not-allowed': { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'The order is not in a state for that' },
  'key-reused': { status: 422, title: 'The Idempotency-Key was used for something else' },
  'log-gone': { status: 410, title: 'The log does not hold that event' },
  'code-used-up': { status: 403, title: 'The enrolment code is used up' },
  'code-expired': { status: 403, title: 'The enrolment code has expired' },
  'code-unknown': { status: 403, title: 'The enrolment code is not known' },
  'device-revoked': { status: 401, title: 'The device was signed out' },
  throttled: { status: 429, title: 'Too many tries' },
  busy: { status: 503, title: 'It cannot be done at this moment' },
  paused: { status: 409, title: 'The restaurant takes no orders now' },
  internal: { status: 500, title: 'Something went wrong here' },
};

export type ProblemMore = {
  field?: string;
  retryAfterSeconds?: number;
  /** conflict: the order as it is. */
  order?: Order;
  status?: number;
};

/** Thrown where a request cannot go on; the server turns it into the answer. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly more: ProblemMore;
  constructor(code: ProblemCode, detail: string, more: ProblemMore = {}) {
    super(detail);
    this.name = 'ProblemError';
    this.code = code;
    this.more = more;
  }

  get status(): number {
    return this.more.status ?? about[this.code].status;
  }

  toJSON(): Record<string, unknown> {
    const { field, order } = this.more;
    return {
      type: `urn:counterbell:problem:${this.code}`,
      title: about[this.code].title,
      status: this.status,
      code: this.code,
      detail: this.message,
      ...(field === undefined ? {} : { field }),
      ...(order === undefined ? {} : { order }),
    };
  }
}

export function problemStatuses(): { code: ProblemCode; status: number; title: string }[] {
  return Object.entries(about).map(([code, what]) => ({ code: code as ProblemCode, ...what }));
}
