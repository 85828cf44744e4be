// The REST boundary of a sequenced backend: what is asked and what is answered, route by route.
import { z } from 'zod';
import { announcements } from './announcements.ts';
import { chats } from './chat.ts';
import { consolesGone, escalation, event } from './events.ts';
import { inbox } from './notifications.ts';
import { act, newOrder, order, status } from './order.ts';
import { restaurant } from './restaurant.ts';
import { channelTemplates, head, heads, streamName, streamNames } from './streams.ts';
import { ifReadable, listOfReadable, mapOfReadable, orElse, readAs, wordOf } from './tolerant.ts';
import { isoTime, newLongText, newShortText, seq, shortText, uuid } from './wire.ts';

export const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, { error: 'is 1 to 200 visible ASCII characters' });

/** Where a client finds the Pusher service. Without `cluster` it is a server of one's own at host:port. */
export const pusherAddress = z.object({
  key: z.string().min(1).max(100),
  cluster: z.string().max(40).optional(),
  /** Empty: the host the backend itself was reached at. */
  host: z.string().max(255),
  port: z.number().int().min(1).max(65_535),
  tls: z.boolean(),
});
export type PusherAddress = z.infer<typeof pusherAddress>;

export const roles = ['counter', 'manager', 'admin'] as const;
/** Of a role that this version does not know nothing is believed but the least. */
export const role = wordOf(roles, 'counter');
export type Role = z.infer<typeof role>;

export const person = z.object({ id: z.string().min(1).max(64), name: shortText, role });
export type Person = z.infer<typeof person>;

/** A counter hears and rings; an office reads and acts, but nobody counts on it to hear. */
export const deviceKinds = ['counter', 'office'] as const;
/** Of a kind that this version does not know it is better believed that it rings. */
export const deviceKind = wordOf(deviceKinds, 'counter');
export type DeviceKind = z.infer<typeof deviceKind>;
export const device = z.object({
  id: z.string().min(1).max(64),
  name: shortText,
  /** Not said by earlier versions, which had counters only. */
  kind: deviceKind.optional(),
});
/** A role in one restaurant, of whoever may have more of them. */
export const membership = z.object({ id: z.string().min(1).max(64), name: shortText, role });
export type Membership = z.infer<typeof membership>;

export const enrolRequest = z.object({
  code: z.string().trim().min(4).max(300),
  /** Stays the same for one installation: enrolling again replaces its own session. */
  installId: z.string().min(8).max(64),
  deviceName: newShortText,
});
export const enrolAnswer = z.object({
  token: z.string().min(20).max(200),
  /** Good for `POST /leave` and nothing else: what a console may keep when it leaves without a network. */
  leaveTicket: z.string().max(200).optional(),
  device,
  restaurant,
  pusher: pusherAddress,
  channels: channelTemplates,
  streams: readAs(
    z.array(streamName).min(1),
    streamNames.refine((all) => all.length > 0, { error: 'names none that can be followed here' }),
  ),
});
export type EnrolAnswer = z.infer<typeof enrolAnswer>;

/** Without a PIN a person signs in with e-mail and password; a PIN is enough on a device of the restaurant. */
export const stepInRequest = z.union([
  z.object({ personId: z.string().min(1).max(64).optional(), pin: z.string().regex(/^\d{4,12}$/) }),
  z.object({ email: z.email().max(200), password: z.string().min(1).max(200) }),
]);
export const stepInAnswer = z.object({
  person,
  token: z.string().min(20).max(200),
  streams: streamNames,
  /** Every restaurant they have a role in, this one first. An earlier version tells none. */
  restaurants: listOfReadable(membership).optional(),
});
export const switchRequest = z.object({ restaurant: z.string().min(1).max(64) });
/** A token to look into another restaurant with, as who they are there. */
export const switchAnswer = z.object({
  person,
  token: z.string().min(20).max(200),
  restaurant,
  streams: streamNames,
});
export const me = z.object({
  principal: wordOf(['device', 'person', 'channel', 'customer', 'key'], 'device'),
  device: device.nullable(),
  person: person.nullable(),
  restaurant: restaurant.nullable(),
  streams: streamNames,
  /** Of somebody who stepped in: every restaurant they have a role in, this one first. */
  restaurants: listOfReadable(membership).optional(),
});

/** A device has an event of this name come back to it; answers its place in the log. */
export const testEventRequest = z.object({ test: uuid });
export const testEventAnswer = z.object({ stream: streamName, epoch: z.string(), seq });

export const socketId = z.string().regex(/^\d+\.\d+$/, { error: 'is a Pusher socket id such as 123.456' });
export const authRequest = z.object({ socket_id: socketId, channel_name: z.string().min(1).max(200) });
export const authorizeRequest = z.object({ socketId, channelName: z.string().min(1).max(200) });
export const authAnswer = z.object({
  auth: z.string(),
  channel_data: z.string().optional(),
  user_data: z.string().optional(),
  shared_secret: z.string().optional(),
});

export { newOrder };
/** `publicToken` opens the customer's stream of this one order. */
export const placedAnswer = z.object({
  order,
  publicToken: z.string(),
  stream: streamName,
  seq,
});

export const commandRequest = z.object({
  /**
   * The statuses it may start from; without it, every one the state machine allows. One that this version does not
   * know is left out: no order is in it here.
   */
  from: readAs(z.array(status).min(1).max(6), listOfReadable(status)).optional(),
  /** When it was pressed: an offline console sends it later. */
  occurredAt: isoTime.optional(),
  /** The person stepped in at that moment, for attribution. */
  person: z.string().max(64).optional(),
  /** reject, cancel */
  reason: newLongText.optional(),
  /** accept: ready in so many minutes; delay: so many minutes more */
  minutes: z.number().int().min(1).max(240).optional(),
  /** stop-bell: for how long; the policy caps it */
  seconds: z.number().int().min(1).max(180).optional(),
  /** tick: done or not */
  ticked: z.boolean().optional(),
});
export type CommandRequest = z.infer<typeof commandRequest>;

/** What a console needs of it. */
export const commandTaken = z.object({ stream: streamName, epoch: z.string(), seq });
/** `already` is set when the order was there before: no conflict, nothing changed. */
export const commandAnswer = z.object({
  order,
  stream: streamName,
  epoch: z.string(),
  seq,
  already: orElse(act.nullable(), null),
});
export type CommandAnswer = z.infer<typeof commandAnswer>;

export const eventsQuery = z.object({
  after: z.coerce.number().int().nonnegative().default(0),
  id: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
export const eventsPage = z.object({ events: z.array(event), head });
/** What a client reads a page as: each event is then parsed on its own, so that a newer backend's types do no harm. */
export const eventsPageEnvelope = z.looseObject({ events: z.array(z.unknown()), head });

/** Without a limit it is answered whole, as to consoles that know no pages. */
export const snapshotQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).optional(),
  after: z.string().max(1000).optional(),
});
/**
 * The state of what this principal may read, at a known place of each of its streams. Of several pages the last one says
 * which place that is; where an order stands on more than one, the latest counts.
 */
export const snapshot = z.object({
  now: isoTime,
  heads,
  restaurant,
  orders: z.array(order),
  /** For managers alone: what they were called for and nobody has taken care of yet. */
  escalations: listOfReadable(escalation).optional(),
  // Of pages only the last has these. A backend that has no such thing names none.
  inbox: ifReadable(inbox),
  chats: ifReadable(chats),
  announcements: ifReadable(announcements),
  /** Consoles that were heard and cannot be reached now. */
  consolesGone: ifReadable(consolesGone),
  /** Only of pages: what to ask for the next one with, null on the last. */
  next: z.string().max(1000).nullable().optional(),
});
export type Snapshot = z.infer<typeof snapshot>;

export const beatRequest = z.object({
  live: z.boolean(),
  /** The device could make itself heard, as far as it knows. */
  audible: z.boolean(),
  window: wordOf(['shown', 'hidden', 'none'], 'none'),
  person: z.string().max(64).nullable(),
  cursors: mapOfReadable(streamName, seq),
  // Not told to a backend that speaks the first protocol: it would refuse the beat for them.
  version: ifReadable(z.string().max(40)),
  platform: ifReadable(z.string().max(40)),
  /** Somebody touched it within the last five minutes. */
  attended: ifReadable(z.boolean()),
});
export type BeatRequest = z.infer<typeof beatRequest>;
export const beatAnswer = z.object({
  now: isoTime,
  heads,
  /** How many consoles beat here, roughly: the more there are, the wider they spread when all come back at once. */
  crowd: ifReadable(z.number().int().nonnegative()),
  /** Where Pusher is now: consoles that enrolled when it was elsewhere go there. */
  pusher: ifReadable(pusherAddress),
  /** How channels are called now: consoles that enrolled when it was otherwise go there. */
  channels: ifReadable(channelTemplates),
  /** What the device is called now, for a console that speaks the second protocol. */
  device: ifReadable(device),
});
export type BeatAnswer = z.infer<typeof beatAnswer>;

/** Somebody ended it; its computer goes down or whoever uses it signs out; it makes room for another version. */
export const farewellWhys = ['quit', 'shutdown', 'update'] as const;
/** What nobody knows is waited for: it may be back in a minute. */
export const farewellWhy = wordOf(farewellWhys, 'shutdown');
export type FarewellWhy = z.infer<typeof farewellWhy>;
/** A console ends, and knows it: nobody has to wait for its beats to stay away. */
export const farewellRequest = z.object({
  why: farewellWhy,
  /** Who was stepped in and ended it. */
  person: ifReadable(z.string().max(64).nullable()),
  /** By the backend's clock, as far as it is known: it may be on its way for longer than the console is away. */
  sentAt: ifReadable(isoTime),
});
export type FarewellRequest = z.infer<typeof farewellRequest>;

export const receiptStages = ['stored', 'shown', 'sounded', 'acknowledged', 'page-open', 'received'] as const;
const receipt = z.object({
  order: uuid,
  stage: z.enum(receiptStages),
  at: isoTime,
  person: z.string().max(64).optional(),
});
export type Receipt = z.infer<typeof receipt>;
/** Proof is only proof: one that this version cannot read, or of a stage it does not know, is passed over. */
export const receiptsRequest = z.object({
  receipts: readAs(
    z.array(receipt).min(1).max(200),
    z.array(z.unknown()).min(1).max(200).pipe(listOfReadable(receipt)),
  ),
});

export const ordersQuery = z.object({
  status: z.string().max(100).optional(),
  /** Words that must all stand somewhere in it: number, customer's name and phone number, channel, items. */
  q: z.string().max(100).optional(),
  /** Placed on this day of the restaurant's own calendar. */
  day: z.iso.date().optional(),
  before: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const ordersPage = z.object({ orders: z.array(order), before: z.string().nullable() });
export const timeline = z.object({
  order: uuid,
  acts: listOfReadable(act),
  receipts: listOfReadable(
    z.object({ stage: z.enum(receiptStages), at: isoTime, device: z.string().nullable() }),
  ),
});
/** How managers see a device of the restaurant. What only newer consoles tell is null for others. */
export const deviceSeen = z.object({
  id: device.shape.id,
  name: device.shape.name,
  kind: deviceKind.optional(),
  enrolledAt: isoTime,
  seenAt: isoTime.nullable(),
  live: z.boolean(),
  audible: z.boolean(),
  attended: ifReadable(z.boolean()),
  person: ifReadable(z.object({ id: z.string().max(64), name: shortText }).nullable()),
  version: ifReadable(z.string().nullable()),
  protocol: ifReadable(z.number().int().nullable()),
  platform: ifReadable(z.string().nullable()),
  /** It said that it ends, and has not beaten since. `person`: their name, where it is known. */
  closed: ifReadable(
    z
      .object({ at: isoTime, why: farewellWhy, person: readAs(shortText.nullable(), z.string().nullable()) })
      .nullable(),
  ),
});
export type DeviceSeen = z.infer<typeof deviceSeen>;
export const devicesList = z.object({ devices: z.array(deviceSeen) });
export const renameRequest = z.object({ name: newShortText });
/** `not-there`: it sends no beat now, so nothing was sent to it. `too-old`: its version does not know how to. */
export const rungWords = ['rung', 'not-there', 'too-old'] as const;
export const rungAnswer = z.object({ rung: wordOf(rungWords, 'not-there') });
