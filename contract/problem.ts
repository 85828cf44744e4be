// Errors as they cross HTTP (RFC 9457): a stable code, the field, and a sentence to act on.
import { z } from 'zod';
import { ifReadable, orElse } from './tolerant.ts';

export const problemCodes = [
  'invalid', // a field is wrong
  'unreadable', // not JSON, not UTF-8, wrong content type
  'too-large',
  'not-signed-in',
  'not-allowed',
  'not-found',
  'conflict', // the order is in a status the command may not start from
  'key-reused', // an Idempotency-Key with another body
  'log-gone', // the log does not hold that event at that seq
  'code-used-up',
  'code-expired',
  'code-unknown',
  'device-revoked',
  'throttled',
  'busy', // the relay is behind; come back after Retry-After
  'paused', // the restaurant does not take orders now
  'internal',
] as const;

export const problem = z.looseObject({
  type: orElse(z.string(), 'about:blank'),
  title: orElse(z.string(), ''),
  status: orElse(z.number().int(), 0),
  code: z.enum(problemCodes).or(z.string()),
  detail: orElse(z.string(), ''),
  field: ifReadable(z.string()),
});
export type Problem = z.infer<typeof problem>;
export type ProblemCode = (typeof problemCodes)[number];
