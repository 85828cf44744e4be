// An event as it stands in a stream's log, travels over Pusher and is read back by the event pages.
import { z } from 'zod';
import { order, status } from './order.ts';
import { restaurant } from './restaurant.ts';
import { streamName } from './streams.ts';
import { isoTime, uuid } from './wire.ts';

const common = {
  stream: streamName,
  epoch: z.string().min(1).max(64),
  seq: z.number().int().positive(),
  /** The id of the event before it in the same stream; null for the first. */
  prev: z.string().min(1).max(64).nullable(),
  id: z.string().min(1).max(64),
  at: isoTime,
  /** The id of the command that made it. */
  cause: z.string().max(200).optional(),
  /** A sentence for plain Pusher clients that know nothing else. */
  message: z.string().max(500),
};

/** Too large for Pusher, or personal fields are kept off it: fetch the order by its id. */
const orderRef = z.strictObject({ id: uuid, number: z.string().min(1).max(12) });

/** What a customer may see of an order: never staff names or internal notes. */
export const trackedOrder = z.strictObject({
  id: uuid,
  number: z.string().min(1).max(12),
  status,
  promisedAt: isoTime.nullable(),
  readyAt: isoTime.nullable(),
  restaurant: z.strictObject({ name: z.string() }),
});
export type TrackedOrder = z.infer<typeof trackedOrder>;

export const orderEventTypes = ['order.new', 'order.updated', 'order.cancelled', 'order.ready'] as const;

const fullOrderEvent = z.strictObject({
  ...common,
  type: z.enum(orderEventTypes),
  order: z.union([order, trackedOrder]),
});
const refOrderEvent = z.strictObject({
  ...common,
  type: z.enum(orderEventTypes),
  order: orderRef,
  ref: z.literal(true),
});

export const escalation = z.strictObject({
  kind: z.enum(['unaccepted', 'no-console']),
  order: orderRef.optional(),
  since: isoTime,
});

const otherEvent = z.discriminatedUnion('type', [
  z.strictObject({ ...common, type: z.literal('restaurant.updated'), restaurant }),
  z.strictObject({
    ...common,
    type: z.literal('device.revoked'),
    device: z.strictObject({ id: z.string() }),
  }),
  z.strictObject({ ...common, type: z.literal('escalation.raised'), escalation }),
  z.strictObject({ ...common, type: z.literal('escalation.cancelled'), escalation }),
]);

/** An event of a type this version does not know: it moves the cursor and changes nothing else. */
const unknownEvent = z.looseObject({ ...common, type: z.string().min(1).max(100), unknown: z.literal(true) });

export const event = z.union([fullOrderEvent, refOrderEvent, otherEvent]);
export type Event = z.infer<typeof event>;
export type FullOrderEvent = z.infer<typeof fullOrderEvent>;
export type RefOrderEvent = z.infer<typeof refOrderEvent>;
export type UnknownEvent = z.infer<typeof unknownEvent>;

/** One schema per type, so that what is wrong is named by its field and not as "none of four shapes". */
function schemaFor(wire: object): z.ZodType<Event | UnknownEvent> {
  const type = 'type' in wire ? wire.type : undefined;
  if (orderEventTypes.some((known) => known === type))
    return 'ref' in wire && wire.ref === true ? refOrderEvent : fullOrderEvent;
  return otherEvent.options.some((option) => option.shape.type.value === type) ? otherEvent : unknownEvent;
}

export type ParsedEvent = { ok: true; event: Event | UnknownEvent } | { ok: false; why: string };

/** Reads one event from the wire. A newer backend's event types are kept as unknown so that the log stays dense. */
export function parseEvent(wire: unknown): ParsedEvent {
  if (typeof wire !== 'object' || wire === null) return { ok: false, why: 'event: is not an object' };
  const schema = schemaFor(wire);
  const read = schema.safeParse(schema === unknownEvent ? { ...wire, unknown: true } : wire);
  if (read.success) return { ok: true, event: read.data };
  const issue = read.error.issues[0];
  return { ok: false, why: `${issue?.path.join('.') || 'event'}: ${issue?.message ?? 'unreadable'}` };
}

/** Whoever may subscribe to a private channel may send events of such names to all the others on it. */
export const isFromSubscriber = (name: string): boolean => name.startsWith('client-');

/** `foreign`: it says that it is an event of the log, and the backend cannot have published it. */
export type ParsedPush = ParsedEvent | { ok: false; why: string; foreign: true };

/** Reads one event that came over Pusher under that name: the backend publishes each under its own type. */
export function parsePushed(name: string, wire: unknown): ParsedPush {
  if (isFromSubscriber(name)) return { ok: false, why: `${name}: was sent by a subscriber`, foreign: true };
  if (/^pusher(?:_internal)?:/.test(name))
    return { ok: false, why: `${name}: belongs to Pusher's protocol`, foreign: true };
  const read = parseEvent(wire);
  if (!read.ok || read.event.type === name) return read;
  return { ok: false, why: `type: is ${read.event.type}, but it was published as ${name}`, foreign: true };
}

export function isFullOrder(
  made: Event | UnknownEvent,
): made is FullOrderEvent & { order: z.infer<typeof order> } {
  return 'order' in made && !('ref' in made) && 'items' in (made.order as object);
}

/** Above this many bytes of final data an event goes over Pusher as a reference. */
export const refAboveBytes = 9000;
