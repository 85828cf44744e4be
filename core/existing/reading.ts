// Reads an existing backend's orders in its own words into ours.
import type { ExistingBackend } from '../../contract/existing-backend.ts';
import { order as orderShape, type Order, type Status } from '../../contract/order.ts';
import { toUtf8 } from '../journal/bytes.ts';

export type Listed = {
  orders: Order[];
  /** Their ids by ours. */
  theirs: Map<string, string>;
  /** Those that are listed and cannot be read, with the field that is wrong. */
  unread: Map<string, string>;
  /** False when something in it has not even an id: then nobody can say what is not in it. */
  whole: boolean;
};

export type Page = { wires: readonly unknown[]; next: string | null };

/** One page and what came before it. null: this is no list of orders, or not all of one. */
export function readPage(
  body: unknown,
  { list }: ExistingBackend,
  url: string,
  before: readonly unknown[],
): Page | null {
  const page = list.field === undefined ? body : at(body, list.field);
  if (!Array.isArray(page)) return null;
  const wires = [...before, ...page];
  const named = list.next === undefined ? null : text(at(body, list.next));
  const next = named === null ? null : pathOf(named, list.path, url);
  // A next page at another address is none that this key is for.
  if (named !== null && next === null) return null;
  const count = list.count === undefined ? 0 : Number(at(body, list.count) ?? 0);
  return next === null && wires.length < count ? null : { wires, next };
}

/** Below the backend's own address: written in full, from the host on, or as another query of the same list. */
function pathOf(named: string, listPath: string, url: string): string | null {
  const base = url.replace(/\/+$/, '');
  if (named.startsWith(`${base}/`)) return named.slice(base.length);
  if (named.startsWith('?')) return listPath.replace(/\?.*$/, '') + named;
  const folder = /^https?:\/\/[^/]+(\/.*)$/i.exec(base)?.[1] ?? '';
  if (!named.startsWith('/') || named.startsWith('//')) return null;
  return named.startsWith(`${folder}/`) ? named.slice(folder.length) : null;
}

/** One order by itself. */
export function readOne(
  body: unknown,
  theirs: string,
  existing: ExistingBackend,
  now: number,
  book: ReadonlyMap<string, Order>,
): Order | null {
  const wire = existing.order?.field === undefined ? body : at(body, existing.order.field);
  // Whatever this is, it is not the order that was asked for.
  if (text(at(wire, existing.fields.id)) !== theirs) return null;
  // In a list of open orders a status without a word of ours is open; of a single one it says nothing.
  if (statusOf(wire, existing) === null) return null;
  const read = readOrder(wire, theirs, existing, now, book);
  return read.success ? read.data : null;
}

export function readOrders(
  list: readonly unknown[],
  existing: ExistingBackend,
  now: number,
  book: ReadonlyMap<string, Order>,
): Listed {
  const listed: Listed = { orders: [], theirs: new Map(), unread: new Map(), whole: true };
  for (const wire of list) {
    const id = text(at(wire, existing.fields.id));
    if (id === null) {
      listed.whole = false;
      continue;
    }
    const read = readOrder(wire, id, existing, now, book);
    if (!read.success) {
      listed.unread.set(ourId(id), read.error.issues[0]?.path.join('.') ?? '');
      continue;
    }
    listed.orders.push(read.data);
    listed.theirs.set(read.data.id, id);
  }
  return listed;
}

function readOrder(
  wire: unknown,
  theirs: string,
  existing: ExistingBackend,
  now: number,
  book: ReadonlyMap<string, Order>,
) {
  const { fields, restaurant } = existing;
  const id = ourId(theirs);
  const placed = Date.parse(text(at(wire, fields.placedAt)) ?? '');
  // Without a time of theirs the first sight of it counts, and goes on to count.
  const placedAt = Number.isNaN(placed)
    ? (book.get(id)?.placedAt ?? new Date(now).toISOString())
    : new Date(placed).toISOString();
  const customer = text(at(wire, fields.customer))?.slice(0, 80);
  const note = text(at(wire, fields.note))?.slice(0, 500);
  const amount = minorUnits(at(wire, fields.total));
  return orderShape.safeParse({
    id,
    number: (text(at(wire, fields.number)) ?? theirs).slice(-12),
    status: statusOf(wire, existing) ?? 'new',
    channel: 'web',
    fulfilment: { kind: 'pick-up' },
    payment: isPaid(at(wire, fields.paid)) ? { kind: 'paid' } : { kind: 'collect', amount },
    ...(customer === undefined ? {} : { customer: { name: customer } }),
    ...(note === undefined ? {} : { note }),
    items: readItems(at(wire, fields.items), existing),
    total: { amount, currency: restaurant.currency },
    placedAt,
    ringAt: placedAt,
    promisedAt: null,
    tellAt: null,
    toldAt: null,
    snoozedUntil: null,
    toBeUnderstood: null,
    assumed: false,
    acts: [],
  });
}

/** Whoever is asked once too often says so; a meal that went out unpaid is gone. */
const isPaid = (said: unknown): boolean => /^(?:yes|true|1|paid|captured|settled)$/i.test(String(said ?? ''));

function readItems(list: unknown, { fields }: ExistingBackend): unknown[] {
  const items = Array.isArray(list) ? list : [];
  const read = items.map((item, index) => {
    const note = text(at(item, fields.itemNote))?.slice(0, 500);
    return {
      id: `${index + 1}`,
      name: (text(at(item, fields.itemName)) ?? text(item) ?? '?').slice(0, 80),
      quantity: Number(at(item, fields.itemQuantity) ?? 1),
      modifiers: [],
      allergens: [],
      ...(note === undefined ? {} : { note }),
      ticked: false,
    };
  });
  // An order without items in its list is still one that somebody has to hear.
  return read.length > 0
    ? read
    : [{ id: '1', name: '?', quantity: 1, modifiers: [], allergens: [], ticked: false }];
}

function statusOf(wire: unknown, { fields, statuses }: ExistingBackend): Status | null {
  const word = text(at(wire, fields.status)) ?? '';
  return Object.hasOwn(statuses, word) ? (statuses[word] ?? null) : null;
}

function minorUnits(total: unknown): number {
  const amount = Number(total ?? 0);
  if (!Number.isFinite(amount) || amount < 0) return 0;
  return Number.isInteger(amount) && !String(total).includes('.') ? amount : Math.round(amount * 100);
}

function at(wire: unknown, path: string): unknown {
  let value = wire;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

function text(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return null;
  const trimmed = value.trim();
  return trimmed === '' ? null : trimmed;
}

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Their id if it is one of ours in shape, otherwise one that is made from it and is the same every time. */
export function ourId(theirs: string): string {
  if (guid.test(theirs)) return theirs.toLowerCase();
  const [a = '', b = '', c = '', d = ''] = lanes.map((lane) => hash(theirs, lane));
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-8${c.slice(0, 3)}-${c.slice(4)}${d}`;
}

/**
 * Two orders under one id would be one order missed, so all of its bits have to count: lanes that differ in their
 * factors and not only in where they begin.
 */
const lanes = [
  { seed: 0x243f6a88, factor: 0x9e3779b1 },
  { seed: 0x85a308d3, factor: 0x85ebca77 },
  { seed: 0x13198a2e, factor: 0xc2b2ae3d },
  { seed: 0x03707344, factor: 0x27d4eb2f },
];

function hash(text: string, { seed, factor }: (typeof lanes)[number]): string {
  let sum = seed;
  for (const byte of toUtf8(text)) {
    sum = Math.imul(sum ^ byte, factor);
    sum = (sum << 13) | (sum >>> 19);
  }
  sum = Math.imul(sum ^ (sum >>> 16), 0x85ebca6b);
  sum = Math.imul(sum ^ (sum >>> 13), 0xc2b2ae35);
  return ((sum ^ (sum >>> 16)) >>> 0).toString(16).padStart(8, '0');
}
