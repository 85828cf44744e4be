// The port through which pushes leave the house, and the adapter that browsers are reached with: Web Push.
import webPush from 'web-push';
import type { PushTarget } from '../../contract/push.ts';
import type { PublicPost } from '../outgoing/public-post.ts';
import type { Posted } from '../outgoing/posted.ts';
import type { VapidKeys } from './vapid.ts';

export type Outgoing = {
  json: string;
  ttlSeconds: number;
  urgency: 'high' | 'normal';
  topic: string;
};

/** Sends one push to one install. Tokens of FCM and APNs come here as well; whoever has such an app adds the way. */
export type PushSender = (target: PushTarget, outgoing: Outgoing) => Promise<Posted>;

export type WebPushParts = {
  keys: VapidKeys;
  /** Whom a push service writes to when something is wrong: mailto: or https:. */
  contact: string;
  post: PublicPost;
};

export function createWebPush({ keys, contact, post }: WebPushParts): PushSender {
  return async (target, { json, ttlSeconds, urgency, topic }) => {
    if (target.kind !== 'web') return { never: `this backend sends nothing to ${target.kind}` };
    let request;
    try {
      request = webPush.generateRequestDetails(target.subscription, json, {
        vapidDetails: { subject: contact, ...keys },
        contentEncoding: 'aes128gcm',
        TTL: ttlSeconds,
        urgency,
        topic,
      });
    } catch {
      // Its words quote the keys.
      return { never: 'the subscription’s keys are of no use' };
    }
    return post(request.endpoint, request.headers as Record<string, string | number>, request.body as Buffer);
  };
}
