// HMAC-SHA256 signatures of the Pusher protocol, compared in constant time.
import { createHmac, timingSafeEqual } from 'node:crypto';

export type Credentials = { key: string; secret: string };

export function sign(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

/** Takes the same time wherever the two first differ, so that a signature can't be guessed byte by byte. */
export function sameText(expected: string, given: string): boolean {
  const a = Buffer.from(expected);
  const b = Buffer.from(given);
  return a.length === b.length && timingSafeEqual(a, b);
}

/** What an authorizer signs to let one socket into one channel, over the exact text of `channel_data`. */
export function channelText(socketId: string, channel: string, channelData: string | undefined): string {
  return channelData === undefined ? `${socketId}:${channel}` : `${socketId}:${channel}:${channelData}`;
}

/** What an authenticator signs to say who is behind one socket. */
export function userText(socketId: string, userData: string): string {
  return `${socketId}::user::${userData}`;
}

/** `auth` is `KEY:SIGNATURE`, as clients hand it on from the application's own endpoint. */
export function isAuthorized(app: Credentials, auth: string, text: string): boolean {
  const colon = auth.lastIndexOf(':');
  if (colon < 0 || auth.slice(0, colon) !== app.key) return false;
  return sameText(sign(app.secret, text), auth.slice(colon + 1));
}
