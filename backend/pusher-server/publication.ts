// What an application wants published, from the body of its request to values the rooms can trust.
import { type ChannelName, readChannelName } from './channel-name.ts';
import type { PusherLimits } from './limits.ts';

export type Attribute = 'subscription_count' | 'user_count' | 'cache';

export type PublishRequest = {
  event: string;
  data: string;
  channels: ChannelName[];
  /** The connection that must not hear its own doing. */
  except: string | undefined;
  info: Attribute[];
};

export type Problem = { status: 400 | 413; message: string };
export type Read<T> = { ok: true; value: T } | { ok: false; problem: Problem };

const LONGEST_EVENT_NAME = 200;

const good = <T>(value: T): Read<T> => ({ ok: true, value });
const bad = (message: string, status: 400 | 413 = 400): Read<never> => ({
  ok: false,
  problem: { status, message },
});

export function readEvent(body: unknown, limits: PusherLimits): Read<PublishRequest> {
  if (typeof body !== 'object' || body === null) return bad('An event must be a JSON object');
  const { name, data, channel, channels, socket_id: except, info } = body as Record<string, unknown>;
  if (typeof name !== 'string' || name === '') return bad('"name" must be text');
  if (name.length > LONGEST_EVENT_NAME) return bad(`"name" is longer than ${LONGEST_EVENT_NAME} characters`);
  if (/^pusher(_internal)?:/.test(name)) return bad('Names that begin with "pusher:" belong to the protocol');
  // Empty text is as good as any other.
  if (typeof data !== 'string') return bad('"data" must be text: encode it as JSON first');
  if (Buffer.byteLength(data) > limits.eventDataBytes) {
    return bad(`"data" is longer than ${limits.eventDataBytes} bytes`, 413);
  }
  if (except != null && (typeof except !== 'string' || !/^\d+\.\d+$/.test(except))) {
    return bad('"socket_id" must look like 123.456');
  }
  const names = readChannels(channels ?? (channel === undefined ? undefined : [channel]), limits);
  if (!names.ok) return names;
  const attributes = readAttributes(info);
  if (!attributes.ok) return attributes;
  return good({
    event: name,
    data,
    channels: names.value,
    except: except ?? undefined,
    info: attributes.value,
  });
}

/** All or nothing: one bad event in a batch and none of it is published. */
export function readBatch(body: unknown, limits: PusherLimits): Read<PublishRequest[]> {
  const batch = typeof body === 'object' && body !== null ? (body as { batch?: unknown }).batch : undefined;
  if (!Array.isArray(batch)) return bad('"batch" must be a list of events');
  if (batch.length > limits.eventsPerBatch) return bad(`A batch may hold ${limits.eventsPerBatch} events`);
  const events: PublishRequest[] = [];
  for (const [index, entry] of batch.entries()) {
    const event = readEvent(entry, limits);
    if (!event.ok) return bad(`batch[${index}]: ${event.problem.message}`, event.problem.status);
    events.push(event.value);
  }
  return good(events);
}

/** `info=user_count,subscription_count`, in a query or in a body. */
export function readAttributes(info: unknown): Read<Attribute[]> {
  if (info == null || info === '') return good([]);
  if (typeof info !== 'string') return bad('"info" must be text, separated by commas');
  const attributes = info.split(',').map((part) => part.trim());
  return attributes.every(isAttribute) ? good(attributes) : bad(`"info" knows ${ATTRIBUTES.join(', ')}`);
}

const ATTRIBUTES: readonly string[] = ['subscription_count', 'user_count', 'cache'] satisfies Attribute[];

function isAttribute(text: string): text is Attribute {
  return ATTRIBUTES.includes(text);
}

function readChannels(given: unknown, limits: PusherLimits): Read<ChannelName[]> {
  if (!Array.isArray(given) || given.length === 0) return bad('"channels" must be a list of names');
  if (given.length > limits.channelsPerEvent) {
    return bad(`One event may go to ${limits.channelsPerEvent} channels`);
  }
  const names: ChannelName[] = [];
  for (const text of new Set<unknown>(given)) {
    const name = typeof text === 'string' ? readChannelName(text) : null;
    if (typeof text !== 'string') return bad('Every name in "channels" must be text');
    if (!name) return bad(`Invalid channel name ${JSON.stringify(text).slice(0, 220)}`);
    names.push(name);
  }
  // Each encrypted channel has a key of its own, so no payload can be right for two of them.
  if (names.length > 1 && names.some(({ kind }) => kind === 'encrypted')) {
    return bad('An event for an encrypted channel can go to that channel only');
  }
  return good(names);
}
