// Reads the lists of orders of a backend without a log: which there are, on how many pages, and under which ids.
import type { ExistingBackend } from '../../../contract/existing-backend.ts';
import { markOf } from '../../../contract/read-order.ts';
import type { Order } from '../../../contract/order.ts';
import { toUtf8 } from '../../journal/bytes.ts';
import { at, text } from './field.ts';
import { inOurWords, statusOf } from './translate.ts';

export type Listed = {
  orders: Order[];
  /** Their ids by ours. */
  theirs: Map<string, string>;
  /** What has not even an id. Then nobody can say what is not in the list. */
  nameless: { kind: 'nothing'; why: string; mark: string }[];
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
  const count = list.count === undefined ? 0 : Number(text(at(body, list.count)) ?? 0);
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
  system: ExistingBackend,
  now: number,
  book: ReadonlyMap<string, Order>,
): Order | null {
  const wire = system.order?.field === undefined ? body : at(body, system.order.field);
  // Whatever this is, it is not the order that was asked for.
  if (text(at(wire, system.fields.id)) !== theirs) return null;
  // In a list of open orders a status without a word of ours is open; of a single one it says nothing.
  if (statusOf(wire, system) === null) return null;
  const id = ourId(theirs);
  return inOurWords(wire, { id, theirs, system, now, known: book.get(id) });
}

export function readOrders(
  list: readonly unknown[],
  system: ExistingBackend,
  now: number,
  book: ReadonlyMap<string, Order>,
): Listed {
  const listed: Listed = { orders: [], theirs: new Map(), nameless: [] };
  for (const wire of list) {
    const theirs = text(at(wire, system.fields.id));
    if (theirs === null) {
      const why = `${system.fields.id}: is missing, or no text`;
      listed.nameless.push({ kind: 'nothing', why, mark: markOf(wire) });
      continue;
    }
    const id = ourId(theirs);
    const read = inOurWords(wire, { id, theirs, system, now, known: book.get(id) });
    listed.orders.push(read);
    listed.theirs.set(id, theirs);
  }
  return listed;
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
