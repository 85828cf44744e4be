// Push for those whose page or app is closed: what ties an install to somebody, what is sent to it, and a manager's phones.
import { z } from 'zod';
import { listOfReadable, orElse, wordOf } from './tolerant.ts';
import { isoTime, newShortText, shortText } from './wire.ts';

const bytes = (count: number) => {
  const letters = Math.ceil((count * 4) / 3);
  return z
    .string()
    .regex(new RegExp(`^[A-Za-z0-9_-]{${letters}}=?=?$`), { error: `is ${count} bytes in base64url` });
};

/** As `PushSubscription.toJSON()` of a browser has it. */
export const webSubscription = z.object({
  endpoint: z.string().max(1500),
  keys: z.object({ p256dh: bytes(65), auth: bytes(16) }),
});
export type WebSubscription = z.infer<typeof webSubscription>;

const token = z.string().regex(/^[\x21-\x7e]{8,4096}$/, { error: 'is 8 to 4096 visible ASCII characters' });
/** Told by whoever asks, so that they recognise it on a list. */
const name = newShortText.optional();

export const pushTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('web'), subscription: webSubscription }),
  z.object({ kind: z.literal('fcm'), token }),
  z.object({ kind: z.literal('apns'), token }),
]);
export type PushTarget = z.infer<typeof pushTarget>;
const [web, fcm, apns] = pushTarget.options;

export const pushRegistrationRequest = z.discriminatedUnion('kind', [
  web.extend({ name }),
  fcm.extend({ name }),
  apns.extend({ name }),
]);
export const pushRegistered = z.object({ id: z.string().max(64) });
export const pushRegistrations = z.object({
  /** What a browser's `subscribe` asks for as `applicationServerKey`. */
  publicKey: z.string().max(200),
  registrations: listOfReadable(
    z.object({
      id: z.string().max(64),
      kind: wordOf(['web', 'fcm', 'apns'], 'web'),
      name: shortText.nullable(),
      addedAt: isoTime,
    }),
  ),
});

/** What a person's phone or browser is told of. A kind that it does not know is shown by title and body. */
export const pushKinds = [
  'order.ready',
  'message',
  'escalation',
  'no-console',
  'console-gone',
  'webhook-failed',
  'announcement',
] as const;

/** One push, as it is decrypted by whoever gets it. */
export const pushMessage = z.object({
  id: z.string().max(64),
  kind: z.string().max(40),
  title: z.string(),
  body: orElse(z.string(), ''),
  restaurant: orElse(z.string(), ''),
  order: orElse(z.object({ id: z.string().max(64), number: z.string().max(12) }).nullable(), null),
  /** The page it is about, on the backend's own origin. */
  path: orElse(z.string().max(400).nullable(), null),
  at: isoTime,
});
export type PushMessage = z.infer<typeof pushMessage>;

/** A link that adds one phone, shown as a QR code. */
export const phoneLink = z.object({
  /** Below the backend's address; opens once. */
  path: z.string().max(300),
  /** Where the phone reaches the backend, when it is not where the console does. */
  origin: z.string().max(300).nullable(),
  expiresAt: isoTime,
});
export type PhoneLink = z.infer<typeof phoneLink>;

export const phone = z.object({
  id: z.string().max(64),
  name: shortText,
  person: z.object({ id: z.string().max(64), name: shortText }),
  addedAt: isoTime,
  /** When its push service last took something for it. */
  reachedAt: isoTime.nullable(),
});
export const phonesList = z.object({ phones: listOfReadable(phone) });
export type Phone = z.infer<typeof phone>;
