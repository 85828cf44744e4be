// Reads the channel names that the environment asks for, and refuses with a sentence those that Pusher does not take,
// that strangers could listen to, or that two streams would share.
import {
  channelOf,
  channelTemplates,
  defaultChannels,
  sortOfChannel,
  streamKinds,
  streamOf,
  templateParts,
  type ChannelTemplates,
  type StreamKind,
  type StreamName,
  type TemplateParts,
} from '../../contract/streams.ts';

export type ChannelsRead = { ok: true; channels: ChannelTemplates } | { ok: false; why: string };

export const variableOf = (kind: StreamKind): string => `PUSHER_${kind.toUpperCase()}_CHANNEL`;

/** A channel's name has 200 characters at most, and an id up to 100. */
const longestLiteral = 100;
const literal = /^[A-Za-z0-9_\-=@,.;]*$/;

/** `wished`: by kind, those that are not as usual. What is told to consoles always has `:id` as its place. */
export function readChannels(wished: { [K in StreamKind]?: string | undefined }): ChannelsRead {
  const set = Object.entries(wished).filter(([, template]) => template !== undefined);
  const templates = { ...defaultChannels, ...(Object.fromEntries(set) as Partial<ChannelTemplates>) };
  const parts = streamKinds.map((kind) => templateParts(kind, templates[kind] ?? ''));
  for (const each of parts) {
    const why = refusalOf(each);
    if (why !== null)
      return { ok: false, why: `${variableOf(each.kind)} is wrong: "${templates[each.kind]}" ${why}` };
  }
  for (const [at, one] of parts.entries())
    for (const other of parts.slice(at + 1)) {
      if (areApart(one, other)) continue;
      const names = [one, other].map(({ kind }) => `${variableOf(kind)} (${templates[kind]})`);
      return {
        ok: false,
        why:
          `${names.join(' and ')} can give the same name: whoever listens to one would hear the other. ` +
          `Put letters before the place of one of them, such as private-${other.kind}-:id.`,
      };
    }
  return { ok: true, channels: channelTemplates.parse(Object.fromEntries(parts.map(written))) };
}

const written = ({ kind, before, after, hasPlace }: TemplateParts): [StreamKind, string] => [
  kind,
  hasPlace ? `${before}:id${after}` : before,
];

/** What is wrong with one by itself, and what to do. */
function refusalOf({ kind, before, after, hasPlace }: TemplateParts): string | null {
  if (kind !== 'global' && !hasPlace)
    return `has no place for the id. Write :id or :${kind} where it belongs.`;
  if (kind === 'global' && hasPlace) return 'has a place for an id. There is one such channel: leave it out.';
  if (!literal.test(before + after))
    return 'holds what no name of a channel may. Besides one place it takes letters, digits and _ - = @ , . ;';
  if (before + after === '' && kind === 'global') return 'is no name.';
  if (before.length + after.length > longestLiteral)
    return `is too long: with an id of 100 characters it has to stay below 200. Take ${longestLiteral} at most beside the place.`;
  const sort = sortOfChannel(before);
  if (sort === 'special')
    return 'is a cache or an encrypted channel to Pusher, which nothing is rung on here. Take another beginning.';
  if (sort === 'public' && !mayBePublic(kind))
    return 'could be listened to by everybody. Begin it with private- or presence-.';
  if (kind === 'global' && sort === 'presence')
    return 'would show everybody who else listens, in all restaurants. Take a public name, or begin it with private-.';
  return null;
}

/** Anybody may hear what is for everybody; for chat whoever runs the house may decide so, and is warned. */
const mayBePublic = (kind: StreamKind): boolean => kind === 'global' || kind === 'chat';

/** Whether no id that the backend makes up can give both the same name. */
function areApart(one: TemplateParts, other: TemplateParts): boolean {
  // Whichever is tried first takes names away from the other.
  const [first, second] = [one, other].toSorted(
    (a, b) => b.before.length - a.before.length || b.after.length - a.after.length,
  ) as [TemplateParts, TemplateParts];
  if (!first.hasPlace || !second.hasPlace) return true;
  if (!first.before.startsWith(second.before)) return true;
  const rest = first.before.slice(second.before.length);
  const tail = first.after.endsWith(second.after)
    ? first.after.slice(0, first.after.length - second.after.length)
    : '';
  if (tail === '' && !second.after.endsWith(first.after)) return true;
  // Restaurants' ids are chosen by people, and are looked at one by one.
  if (second.kind === 'restaurant') return rest + tail !== '';
  return !(beginsUuid(rest) && endsUuid(tail));
}

const anyUuid = 'hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh';
const fits = (text: string, shape: string): boolean =>
  text.length <= shape.length &&
  [...text].every((letter, i) => (shape[i] === '-' ? letter === '-' : /^[0-9a-f]$/.test(letter)));
const beginsUuid = (text: string): boolean => fits(text, anyUuid);
const endsUuid = (text: string): boolean =>
  text.length <= anyUuid.length && fits(text, anyUuid.slice(anyUuid.length - text.length));

/** Another stream has the name that this one would be rung under, or Pusher takes it for something else. */
export const isNameTaken = (stream: StreamName, channels: ChannelTemplates): boolean =>
  streamOf(channelOf(stream, channels), channels) !== stream;

/** Of ids that are in use: the sentence about the first that cannot be rung. */
export function refusalOfIds(streams: readonly StreamName[], channels: ChannelTemplates): string | null {
  const taken = streams.find((stream) => isNameTaken(stream, channels));
  if (taken === undefined) return null;
  const channel = channelOf(taken, channels);
  const owner = streamOf(channel, channels);
  const whose = owner === null ? 'is no channel of its own to Pusher' : `is the channel of ${owner}`;
  return (
    `${taken} cannot be rung: its name would be ${channel}, and that ${whose}. ` +
    `Give ${variableOf(taken.slice(0, Math.max(0, taken.indexOf(':'))) as StreamKind)} another beginning.`
  );
}

/** Of a restaurant that somebody is about to found. */
export function refusalOfRestaurant(id: string, channels: ChannelTemplates): string | null {
  const why = refusalOfIds([`restaurant:${id}`, `chat:${id}`], channels);
  return why && `${why} Or take another id for it.`;
}
