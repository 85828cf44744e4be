// Errors as they cross HTTP (RFC 9457): a stable code, the field, and a sentence to act on.
import { z } from 'zod';

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
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.enum(problemCodes).or(z.string()),
  detail: z.string(),
  field: z.string().optional(),
});
export type Problem = z.infer<typeof problem>;
export type ProblemCode = (typeof problemCodes)[number];
