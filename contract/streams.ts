// Stream = channel = permission: the names of streams, and the Pusher channel each is rung on.
import { z } from 'zod';
import { listOfReadable, mapOfReadable, readAs } from './tolerant.ts';

export const streamKinds = ['restaurant', 'user', 'order', 'chat', 'global'] as const;
export type StreamKind = (typeof streamKinds)[number];
/** Kinds of which there are many, each with an id. A chat's is a restaurant's, or an order's. */
export type NamedKind = Exclude<StreamKind, 'global'>;
const namedKinds = streamKinds.filter((kind) => kind !== 'global');

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

/** Where a stream of a kind that has no template would be: nobody may subscribe there, nor publish. */
const noChannel = '#:id';

export function channelOf(stream: StreamName, templates: ChannelTemplates = defaultChannels): string {
  const parts = streamParts(stream);
  if (parts.kind === 'global') return templates.global;
  return (templates[parts.kind] ?? noChannel).replace(':id', parts.id);
}

/** The stream a channel belongs to, or null for a channel that is none of ours. */
export function streamOf(channel: string, templates: ChannelTemplates = defaultChannels): StreamName | null {
  if (channel === templates.global) return 'global';
  for (const kind of namedKinds) {
    const [before = '', after = ''] = (templates[kind] ?? noChannel).split(':id');
    if (channel.length <= before.length + after.length) continue;
    if (!channel.startsWith(before) || !channel.endsWith(after)) continue;
    const name = `${kind}:${channel.slice(before.length, channel.length - after.length)}`;
    if (streamName.safeParse(name).success) return name;
  }
  return null;
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
