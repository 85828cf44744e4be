// How a receiver of the webhook knows that it was us, just now: HMAC-SHA256 over the time and the body.
import { createHmac } from 'node:crypto';

/** Over `TIMESTAMP.BODY`: neither can be swapped without the secret, and an old call can be told from a new one. */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}
