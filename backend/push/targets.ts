// Where an install is reached: checked when it is told, kept as text, and found again by its hash.
import { createHash, createECDH } from 'node:crypto';
import { pushTarget, type PushTarget } from '../../contract/push.ts';
import { wrongWithAddress } from '../outgoing/public-post.ts';
import { done, refused, type Result } from '../http/refusal.ts';

/** The same install at the same push service. Its keys may change. */
export function hashOfTarget(target: PushTarget): string {
  const where = target.kind === 'web' ? target.subscription.endpoint : target.token;
  return createHash('sha256').update(`${target.kind}:${where}`).digest('base64url');
}

/** What could never be sent to is refused at once, where somebody can act on it. */
export function usableTarget(target: PushTarget, alsoTo: readonly string[]): Result<PushTarget> {
  if (target.kind !== 'web') return done(target);
  const { endpoint, keys } = target.subscription;
  const wrong = wrongWithAddress(endpoint, alsoTo);
  if (wrong !== null) return refused('invalid', `The endpoint ${wrong}.`, { field: 'subscription.endpoint' });
  return isOnCurve(keys.p256dh)
    ? done(target)
    : refused('invalid', 'This is no public key on the curve P-256.', { field: 'subscription.keys.p256dh' });
}

function isOnCurve(key: string): boolean {
  const own = createECDH('prime256v1');
  own.generateKeys();
  try {
    return own.computeSecret(Buffer.from(key, 'base64url')).length === 32;
  } catch {
    return false;
  }
}

export const writeTarget = (target: PushTarget): string => JSON.stringify(target);
export const readTarget = (text: string): PushTarget => pushTarget.parse(JSON.parse(text));
