// One logger: a line of JSON per event on standard output, without customers' data and without secrets.
import { pino, type DestinationStream, type Logger } from 'pino';

const secret = [
  'token',
  'key',
  'secret',
  'code',
  'pin',
  'password',
  'authorization',
  'publicToken',
  'body',
  'payload',
];
const personal = ['customer', 'name', 'phone', 'address', 'note', 'items', 'order.customer', 'message'];

/** Their sentences quote what could not be read. */
const quoting = new Set(['SyntaxError', 'ZodError', '$ZodError']);

/**
 * What failed, and where; nothing that an error carries along, which may be the row, the request or the address it is
 * about. Database errors have no more than a code to tell (`db/database-error.ts`).
 */
export function describeError(why: unknown): Record<string, unknown> {
  if (!(why instanceof Error)) return { kind: typeof why };
  const code = 'code' in why && typeof why.code === 'string' ? { reason: why.code } : {};
  const said = quoting.has(why.name) ? {} : { said: why.message };
  const frames = (why.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { kind: why.name, ...code, ...said, stack: frames.map((line) => line.trim()) };
}

export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    // Of what stands under its error key pino repeats the sentence by itself, whatever the serializer leaves out.
    errorKey: 'error',
    serializers: { err: describeError, error: describeError },
    redact: {
      paths: [...secret, ...personal].flatMap((name) => (name.includes('.') ? [name] : [name, `*.${name}`])),
      censor: '[redacted]',
    },
  };
  return destination ? pino(options, destination) : pino(options);
}
