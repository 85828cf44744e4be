// Stream = channel = permission: the names of streams, and the Pusher channel each is rung on.
import { z } from 'zod';
import { listOfReadable, mapOfReadable, readAs } from './tolerant.ts';

export const streamKinds = ['restaurant', 'user', 'order', 'global'] as const;
export type StreamKind = (typeof streamKinds)[number];

export const streamName = z
  .string()
  .regex(/^(?:global|(?:restaurant|user|order):[A-Za-z0-9_\-=@,.;]{1,100})$/, {
    error: 'is global, or restaurant:, user: or order: with an id',
  });
export type StreamName = string;
/** Streams of a kind that this version does not know are left out: nothing here would follow them. */
export const streamNames = listOfReadable(streamName);

export type StreamParts =
  | { kind: 'global'; id: null }
  | { kind: 'restaurant' | 'user' | 'order'; id: string };

export function streamParts(name: StreamName): StreamParts {
  if (name === 'global') return { kind: 'global', id: null };
  const colon = name.indexOf(':');
  return { kind: name.slice(0, colon) as 'restaurant' | 'user' | 'order', id: name.slice(colon + 1) };
}

/** Channel templates are settable because existing installations have names of their own. */
export const channelTemplates = z.object({
  restaurant: z.string().default('private-restaurant-:id'),
  user: z.string().default('private-user-:id'),
  order: z.string().default('private-order-:id'),
  global: z.string().default('global'),
});
export type ChannelTemplates = z.infer<typeof channelTemplates>;
export const defaultChannels: ChannelTemplates = channelTemplates.parse({});

export function channelOf(stream: StreamName, templates: ChannelTemplates = defaultChannels): string {
  const parts = streamParts(stream);
  return parts.kind === 'global' ? templates.global : templates[parts.kind].replace(':id', parts.id);
}

/** The stream a channel belongs to, or null for a channel that is none of ours. */
export function streamOf(channel: string, templates: ChannelTemplates = defaultChannels): StreamName | null {
  if (channel === templates.global) return 'global';
  for (const kind of ['restaurant', 'user', 'order'] as const) {
    const [before = '', after = ''] = templates[kind].split(':id');
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
