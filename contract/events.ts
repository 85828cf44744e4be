// An event as it stands in a stream's log, travels over Pusher and is read back by the event pages.
import { z } from 'zod';
import { announcement } from './announcements.ts';
import { chatMark, chatMessage, chatRef, chatSide, plainChatMessage } from './chat.ts';
import { choices, flatNotification, notification, opening } from './notifications.ts';
import { orderMention } from './order-mention.ts';
import { order, statuses, unknownStatus, type Order, type ReadStatus } from './order.ts';
import { readOrder, type ReadOrder } from './read-order.ts';
import { restaurant } from './restaurant.ts';
import { streamName, streamParts } from './streams.ts';
import { ifReadable, listOfReadable, orElse, readAs, textUpTo, wordOf } from './tolerant.ts';
import { isoTime, uuid } from './wire.ts';

const name = readAs(z.string().min(1).max(64), z.string().min(1));
/** Its place in the log: without these an event cannot be read at all. */
const place = {
  stream: streamName,
  epoch: name,
  seq: z.number().int().positive(),
  /** The id of the event before it in the same stream; null for the first. */
  prev: name.nullable(),
  id: name,
};
const common = {
  ...place,
  at: orElse(isoTime, '1970-01-01T00:00:00.000Z'),
  /** The id of the command that made it. */
  cause: ifReadable(z.string().max(200)),
  /** A sentence for plain Pusher clients that know nothing else. */
  message: orElse(z.string().max(500), ''),
};

/** Too large for Pusher, or personal fields are kept off it: fetch the order by its id. */
const orderRef = orderMention;

/** What a customer may see of an order: never staff names or internal notes. */
export const trackedOrder = z.object({
  id: uuid,
  number: readAs(z.string().min(1).max(12), z.string().min(1)),
  // A backend's own orders are typed as they are read, so this is what it has to send.
  status: wordOf(statuses, unknownStatus) as z.ZodType<ReadStatus, ReadStatus>,
  promisedAt: isoTime.nullable(),
  readyAt: isoTime.nullable(),
  restaurant: z.object({ name: z.string() }),
});
export type TrackedOrder = z.infer<typeof trackedOrder>;

export const orderEventTypes = ['order.new', 'order.updated', 'order.cancelled', 'order.ready'] as const;

const orderEnvelope = z.object({ ...common, type: z.enum(orderEventTypes) });
const fullOrderEvent = z.object({
  ...orderEnvelope.shape,
  order: z.union([order, trackedOrder]),
});
const refOrderEvent = z.object({
  ...orderEnvelope.shape,
  order: orderRef,
  ref: z.literal(true),
});

/** Whatever else a newer backend may escalate, managers are told that somebody waits. */
export const escalation = z.object({
  kind: wordOf(['unaccepted', 'no-console'], 'unaccepted'),
  order: orderRef.optional(),
  since: isoTime,
});

/** A device, by the name that staff know it by. */
const namedDevice = z.object({ id: z.string(), name: orElse(z.string(), '') });

/** As many as a snapshot names. */
export const consolesGone = listOfReadable(z.object({ ...namedDevice.shape, since: isoTime }));
export type ConsoleGone = z.infer<typeof consolesGone>[number];

const { title, body, opened, createdAt } = flatNotification.shape;
const notificationEvent = z.object({
  ...common,
  type: z.literal('notification.new'),
  notification,
  // The same once more, beside the event's own id, which is the notification's.
  title: ifReadable(title),
  body: ifReadable(body),
  opened: ifReadable(opened),
  createdAt: ifReadable(createdAt),
});

const otherEvent = z.discriminatedUnion('type', [
  notificationEvent,
  z.object({ ...common, type: z.literal('notification.opened'), opening }),
  z.object({ ...common, type: z.literal('notification.choices'), choices }),
  z.object({
    ...common,
    type: z.literal('chat.message'),
    chat: chatRef,
    chatMessage,
    /** What is also sent as the event `message`. */
    plain: ifReadable(plainChatMessage),
  }),
  z.object({ ...common, type: z.literal('chat.read'), chat: chatRef, side: chatSide, upTo: chatMark }),
  z.object({ ...common, type: z.literal('chat.deleted'), chat: chatRef, deleted: uuid }),
  z.object({ ...common, type: z.literal('announcement.new'), announcement }),
  z.object({ ...common, type: z.literal('announcement.ended'), announcement }),
  /** A console that was heard cannot be reached any more, and that it can again. */
  z.object({
    ...common,
    type: z.literal('console.gone'),
    device: namedDevice,
    since: orElse(isoTime, '1970-01-01T00:00:00.000Z'),
  }),
  z.object({ ...common, type: z.literal('console.back'), device: namedDevice }),
  z.object({ ...common, type: z.literal('device.renamed'), device: namedDevice }),
  /** Somebody looks for it. */
  z.object({ ...common, type: z.literal('device.ring'), device: namedDevice }),
  /** A device tries the way of an order: whoever else reads it passes it over. */
  z.object({ ...common, type: z.literal('device.test'), device: namedDevice, test: uuid }),
  z.object({ ...common, type: z.literal('restaurant.updated'), restaurant }),
  z.object({ ...common, type: z.literal('device.revoked'), device: z.object({ id: z.string() }) }),
  z.object({ ...common, type: z.literal('escalation.raised'), escalation }),
  z.object({ ...common, type: z.literal('escalation.cancelled'), escalation }),
]);

/**
 * An event of a type that this version does not know, or that it cannot read although its place in the log is there:
 * it moves the cursor. Of what else it says only a whole order is heeded, for that is how the order is now.
 */
const unknownEvent = z.looseObject({ ...common, type: orElse(textUpTo(100), ''), unknown: z.literal(true) });

/** Every type of an event that there is. */
export const eventTypes: readonly string[] = [
  ...orderEventTypes,
  ...otherEvent.options.map(({ shape }) => shape.type.value),
];

export const event = z.union([fullOrderEvent, refOrderEvent, otherEvent]);
export type Event = z.infer<typeof event>;
export type FullOrderEvent = z.infer<typeof fullOrderEvent>;
export type RefOrderEvent = z.infer<typeof refOrderEvent>;
export type UnknownEvent = z.infer<typeof unknownEvent>;
/** It moves the cursor, and its order stays in sight although it could not be read. */
export type UnreadableOrderEvent = z.infer<typeof orderEnvelope> & {
  unreadable: Exclude<ReadOrder, { kind: 'order' }>;
};
export type AnyEvent = Event | UnknownEvent | UnreadableOrderEvent;

export type ParsedEvent = { ok: true; event: AnyEvent } | { ok: false; why: string };

/**
 * Reads one event from the wire. Whatever its content is, an event whose place in the log can be read keeps that
 * place, so that the log stays dense and nothing is fetched again and again.
 */
export function parseEvent(wire: unknown): ParsedEvent {
  if (typeof wire !== 'object' || wire === null) return { ok: false, why: 'event: is not an object' };
  const type = 'type' in wire ? wire.type : undefined;
  const read = orderEventTypes.some((known) => known === type)
    ? orderEvent(wire)
    : otherEvent.safeParse(wire).data;
  if (read !== undefined) return { ok: true, event: read };
  const unknown = unknownEvent.safeParse({ ...wire, unknown: true });
  if (unknown.success) return { ok: true, event: unknown.data };
  const issue = unknown.error.issues[0];
  return { ok: false, why: `${issue?.path.join('.') || 'event'}: ${issue?.message ?? 'unreadable'}` };
}

function orderEvent(wire: object): AnyEvent | undefined {
  const told = 'order' in wire ? wire.order : undefined;
  if ('ref' in wire && wire.ref === true) {
    const ref = refOrderEvent.safeParse(wire);
    if (ref.success) return ref.data;
  }
  // Elsewhere than in the restaurant's stream the order may be a customer's view of it.
  const home = 'stream' in wire && typeof wire.stream === 'string' && isRestaurants(wire.stream);
  if (!home) return fullOrderEvent.safeParse(wire).data;
  const envelope = orderEnvelope.safeParse(wire).data;
  if (envelope === undefined) return undefined;
  const read = readOrder(told);
  return read.kind === 'order' ? { ...envelope, order: read.order } : { ...envelope, unreadable: read };
}

const isRestaurants = (stream: string): boolean =>
  streamName.safeParse(stream).success && streamParts(stream).kind === 'restaurant';

/** Whoever may subscribe to a private channel may send events of such names to all the others on it. */
export const isFromSubscriber = (name: string): boolean => name.startsWith('client-');

/**
 * `foreign`: it says that it is an event of the log, and the backend cannot have published it. `beside`: it does not say
 * so, being what the backend publishes beside one for clients that know nothing of the log.
 */
export type ParsedPush =
  | ParsedEvent
  | { ok: false; why: string; foreign: true }
  | { ok: false; beside: true };

/** Reads one event that came over Pusher under that name: the backend publishes each under its own type. */
export function parsePushed(name: string, wire: unknown): ParsedPush {
  if (isFromSubscriber(name)) return { ok: false, why: `${name}: was sent by a subscriber`, foreign: true };
  if (/^pusher(?:_internal)?:/.test(name))
    return { ok: false, why: `${name}: belongs to Pusher's protocol`, foreign: true };
  if (!eventTypes.includes(name) && saysNoPlace(wire)) return { ok: false, beside: true };
  const read = parseEvent(wire);
  if (!read.ok || read.event.type === name) return read;
  return { ok: false, why: `type: is ${read.event.type}, but it was published as ${name}`, foreign: true };
}

const saysNoPlace = (wire: unknown): boolean =>
  typeof wire === 'object' &&
  wire !== null &&
  Object.keys(place).every((key) => key === 'id' || !(key in wire));

/** False for a reference, of whatever type: the log has the event whole. */
export const isWhole = (made: AnyEvent): boolean => !('ref' in made) || made.ref !== true;

export function isFullOrder(made: AnyEvent): made is FullOrderEvent & { order: Order } {
  return !('unknown' in made) && isWhole(made) && 'order' in made && 'items' in (made.order as object);
}

/** Above this many bytes of final data an event goes over Pusher as a reference. */
export const refAboveBytes = 9000;
