// Tells who speaks the first protocol, which is 0.1.0 and whoever says nothing of it, and what of an answer they are told:
// 0.1.0 refuses an answer with anything in it that it does not know.
import type { FastifyRequest } from 'fastify';
import { protocolHeader, readProtocol } from '../../contract/protocol.ts';

/** null: what it says of it cannot be read. */
export function protocolOf({ headers }: Pick<FastifyRequest, 'headers'>): number | null {
  const header = headers[protocolHeader.toLowerCase()];
  return readProtocol(typeof header === 'string' ? header : null)?.speaks ?? null;
}

export const speaksFirstProtocol = (request: Pick<FastifyRequest, 'headers'>): boolean =>
  (protocolOf(request) ?? 1) === 1;

const knownKinds = /^(?:global$|restaurant:|user:|order:)/;
const knownChannels = new Set(['restaurant', 'user', 'order', 'global']);
const knownOfRestaurant = new Set(
  'id name timeZone currency openingHours prepMinutes rejectReasons autoAccept pause escalation accepting'.split(
    ' ',
  ),
);
/** Parts of a snapshot that came later. */
const laterParts = ['inbox', 'chats', 'announcements'];

type Fields = Readonly<Record<string, unknown>>;

/** The answer without the streams, channels, settings and `later` keys that came after the first protocol. */
export function inFirstProtocol(answer: Fields, later: readonly string[] = []): Fields {
  return Object.fromEntries(
    Object.entries(answer).flatMap(([key, value]) =>
      later.includes(key) ? [] : [[key, known(key, value)] as const],
    ),
  );
}

/** Elsewhere these are what was asked for: programs that are no consoles say nothing of a protocol either. */
export const snapshotInFirstProtocol = (snapshot: Fields): Fields => inFirstProtocol(snapshot, laterParts);

const settingsChanged = '"type":"restaurant.updated"';

/** The page is bytes, and taken apart only where a restaurant's settings stand in it. */
export function pageInFirstProtocol(page: Buffer): Buffer {
  if (!page.includes(settingsChanged)) return page;
  const { events, ...rest } = JSON.parse(page.toString()) as { events: Fields[] };
  const read = events.map((event) => (event.type === 'restaurant.updated' ? inFirstProtocol(event) : event));
  return Buffer.from(JSON.stringify({ events: read, ...rest }));
}

function known(key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  switch (key) {
    case 'streams':
      return (value as string[]).filter((stream) => knownKinds.test(stream));
    case 'heads':
      return only(value as Fields, (stream) => knownKinds.test(stream));
    case 'channels':
      return only(value as Fields, (kind) => knownChannels.has(kind));
    case 'restaurant':
      return only(value as Fields, (setting) => knownOfRestaurant.has(setting));
    case 'device':
      return only(value as Fields, (about) => about === 'id' || about === 'name');
    default:
      return value;
  }
}

const only = (fields: Fields, isKnown: (key: string) => boolean): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => isKnown(key)));
