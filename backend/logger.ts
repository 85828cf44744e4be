// One logger: a line of JSON per event on standard output, without customers' data and without secrets.
import { pino, type Logger } from 'pino';

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

export function createLogger(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [...secret, ...personal].flatMap((name) => (name.includes('.') ? [name] : [name, `*.${name}`])),
      censor: '[redacted]',
    },
  });
}
