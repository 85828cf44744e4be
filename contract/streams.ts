// Stream = channel = permission: the names of streams, and the Pusher channel each is rung on.
import { z } from 'zod';
import { listOfReadable, mapOfReadable, readAs } from './tolerant.ts';

export const streamKinds = ['restaurant', 'user', 'order', 'chat', 'global'] as const;
export type StreamKind = (typeof streamKinds)[number];
/** Kinds of which there are many, each with an id. A chat's is a restaurant's, or an order's. */
export type NamedKind = Exclude<StreamKind, 'global'>;

export const streamName = z
  .string()
  .regex(/^(?:global|(?:restaurant|user|order|chat):[A-Za-z0-9_\-=@,.;]{1,100})$/, {
    error: 'is global, or restaurant:, user:, order: or chat: with an id',
  });
export type StreamName = string;
/** Streams of a kind that this version does not know are left out: nothing here would follow them. */
export const streamNames = listOfReadable(streamName);

export type StreamParts = { kind: 'global'; id: null } | { kind: NamedKind; id: string };

export function streamParts(name: StreamName): StreamParts {
  if (name === 'global') return { kind: 'global', id: null };
  const colon = name.indexOf(':');
  return { kind: name.slice(0, colon) as NamedKind, id: name.slice(colon + 1) };
}

/** Channel templates are settable because existing installations have names of their own. */
export const channelTemplates = z.object({
  restaurant: z.string().default('private-restaurant-:id'),
  user: z.string().default('private-user-:id'),
  order: z.string().default('private-order-:id'),
  /** None: a backend without chat. */
  chat: z.string().optional(),
  global: z.string().default('global'),
});
export type ChannelTemplates = z.infer<typeof channelTemplates>;
export const defaultChannels: ChannelTemplates = channelTemplates.parse({ chat: 'private-CHAT_:id' });

export const sameChannels = (a: ChannelTemplates, b: ChannelTemplates): boolean =>
  streamKinds.every((kind) => a[kind] === b[kind]);

/** What stands before and after the id; without a place for one, all of it stands before. */
export type TemplateParts = { kind: StreamKind; before: string; after: string; hasPlace: boolean };

/** The place of the id is `:id`, or the kind's own word, such as `:user`. */
export function templateParts(kind: StreamKind, template: string): TemplateParts {
  const place = new RegExp(`:(?:id|${kind})(?![A-Za-z0-9_])`).exec(template);
  if (place === null) return { kind, before: template, after: '', hasPlace: false };
  const after = template.slice(place.index + place[0].length);
  return { kind, before: template.slice(0, place.index), after, hasPlace: true };
}

/** Where a stream of a kind that has no template would be: nobody may subscribe there, nor publish. */
const noChannel = '#:id';

const partsRead = new WeakMap<ChannelTemplates, readonly TemplateParts[]>();

/** The longest literal prefix first: what a template names more exactly is not taken for another's id. */
function partsOf(templates: ChannelTemplates): readonly TemplateParts[] {
  const before = partsRead.get(templates);
  if (before !== undefined) return before;
  const parts = streamKinds
    .map((kind) => templateParts(kind, templates[kind] ?? noChannel))
    .toSorted((a, b) => b.before.length - a.before.length || b.after.length - a.after.length);
  partsRead.set(templates, parts);
  return parts;
}

export function channelOf(stream: StreamName, templates: ChannelTemplates = defaultChannels): string {
  const { kind, id } = streamParts(stream);
  const parts = partsOf(templates).find((each) => each.kind === kind) as TemplateParts;
  return parts.hasPlace ? `${parts.before}${id ?? ''}${parts.after}` : parts.before;
}

/** The stream a channel belongs to, or null for a channel that is none of ours. */
export function streamOf(channel: string, templates: ChannelTemplates = defaultChannels): StreamName | null {
  if (channel === templates.global) return 'global';
  for (const { kind, before, after, hasPlace } of partsOf(templates)) {
    if (!hasPlace || channel.length <= before.length + after.length) continue;
    if (!channel.startsWith(before) || !channel.endsWith(after)) continue;
    // An id that makes Pusher take the name for a channel of another sort has none.
    if (sortOfChannel(channel) !== sortOfChannel(before)) continue;
    const name = `${kind}:${channel.slice(before.length, channel.length - after.length)}`;
    if (streamName.safeParse(name).success) return name;
  }
  return null;
}

/** What Pusher takes a name for by its beginning. On encrypted channels and caches nothing of ours is published. */
export function sortOfChannel(name: string): 'public' | 'private' | 'presence' | 'special' {
  if (/^(?:private-encrypted-|(?:private-|presence-)?cache-)/.test(name)) return 'special';
  if (name.startsWith('private-')) return 'private';
  return name.startsWith('presence-') ? 'presence' : 'public';
}

const name = readAs(z.string().min(1).max(64), z.string().min(1));

/** A place in a stream's log. `id` is the id of the event at `seq`; null at the start of an epoch, which is not always 0. */
export const head = z.object({
  epoch: name,
  seq: z.number().int().nonnegative(),
  id: readAs(z.string().max(64), z.string()).nullable(),
});
export type Head = z.infer<typeof head>;
export const heads = mapOfReadable(streamName, head);
export type Heads = z.infer<typeof heads>;
