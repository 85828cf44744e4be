// Everything this server says to a client, as frames ready to be written.
// From protocol 5 on `data` is always a string, usually one with JSON in it.
import { textFrame } from './wire.ts';

const say = (message: { event: string; channel?: string; data?: string; user_id?: string }): Buffer =>
  textFrame(JSON.stringify(message));

export const PING = say({ event: 'pusher:ping', data: '{}' });
export const PONG = say({ event: 'pusher:pong', data: '{}' });

export function connectionEstablished(socketId: string, activityTimeoutS: number): Buffer {
  const data = JSON.stringify({ socket_id: socketId, activity_timeout: activityTimeoutS });
  return say({ event: 'pusher:connection_established', data });
}

export function protocolError(code: number | null, message: string): Buffer {
  return say({ event: 'pusher:error', data: JSON.stringify({ code, message }) });
}

export function subscriptionSucceeded(channel: string, data = '{}'): Buffer {
  return say({ event: 'pusher_internal:subscription_succeeded', channel, data });
}

export type SubscriptionProblem = {
  type: 'AuthError' | 'InvalidChannel' | 'LimitReached';
  error: string;
  status: 400 | 401 | 403;
};

/** Without the channel the client couldn't tell which of its subscriptions was refused. */
export function subscriptionError(channel: string, problem: SubscriptionProblem): Buffer {
  return say({ event: 'pusher:subscription_error', channel, data: JSON.stringify(problem) });
}

export function memberAdded(channel: string, userId: string, info: unknown): Buffer {
  const data = JSON.stringify({ user_id: userId, user_info: info });
  return say({ event: 'pusher_internal:member_added', channel, data });
}

export function memberRemoved(channel: string, userId: string): Buffer {
  const data = JSON.stringify({ user_id: userId });
  return say({ event: 'pusher_internal:member_removed', channel, data });
}

export function subscriptionCount(channel: string, count: number): Buffer {
  const data = JSON.stringify({ subscription_count: count });
  return say({ event: 'pusher_internal:subscription_count', channel, data });
}

export function cacheMiss(channel: string): Buffer {
  return say({ event: 'pusher:cache_miss', channel });
}

export function signinSuccess(userData: string): Buffer {
  return say({ event: 'pusher:signin_success', data: JSON.stringify({ user_data: userData }) });
}

/** An event of the application: `data` is relayed as it came, never parsed. */
export function channelEvent(channel: string, event: string, data: string, userId?: string): Buffer {
  return say(userId === undefined ? { event, channel, data } : { event, channel, data, user_id: userId });
}
