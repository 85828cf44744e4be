// Reads one order of a backend of any version: whole, or as little of it as a bare ticket needs, or nothing.
import { z } from 'zod';
import {
  order as orderSchema,
  statuses,
  toBeUnderstood as understoodSchema,
  unknownStatus,
  type Order,
  type ReadStatus,
} from './order.ts';
import { isoTime } from './wire.ts';

/** What can still be read of an order that as a whole cannot: enough to ring, to call it out and to answer it. */
export type Unreadable = {
  id: string;
  /** What staff call out; a short form of the id where there is none. */
  number: string;
  /** The field and what is wrong with it, for the log. */
  why: string;
  /** null: the backend says none. */
  status: ReadStatus | null;
  placedAt: string | null;
  ringAt: string | null;
  snoozedUntil: string | null;
  /** Absent: the backend says nothing of it. */
  toBeUnderstood?: Order['toBeUnderstood'] | undefined;
};

export type ReadOrder =
  | { kind: 'order'; order: Order }
  | ({ kind: 'unreadable' } & Unreadable)
  /** Not even an id. `mark` is the same whenever the same is read again. */
  | { kind: 'nothing'; why: string; mark: string };

const longestId = 200;
const longestNumber = 24;

export function readOrder(wire: unknown): ReadOrder {
  const read = orderSchema.safeParse(wire);
  if (read.success) return { kind: 'order', order: read.data };
  const issue = read.error.issues[0];
  const why = `${issue?.path.join('.') || 'order'}: ${issue?.message ?? 'unreadable'}`;
  const told: Record<string, unknown> = typeof wire === 'object' && wire !== null ? { ...wire } : {};
  const id = text(told.id);
  if (id === null || id.length > longestId) return { kind: 'nothing', why, mark: markOf(wire) };
  return {
    kind: 'unreadable',
    id,
    number: text(told.number)?.slice(0, longestNumber) ?? id.slice(0, 8),
    why,
    status: statusIn(told.status),
    placedAt: timeIn(told.placedAt),
    ringAt: timeIn(told.ringAt),
    snoozedUntil: timeIn(told.snoozedUntil),
    toBeUnderstood: understoodSchema.safeParse(told.toBeUnderstood).data,
  };
}

/** The same for the same content, for what has nothing else to be known by. */
export function markOf(wire: unknown): string {
  let sum = 0x811c9dc5;
  for (const unit of inWords(wire)) sum = Math.imul(sum ^ (unit.codePointAt(0) ?? 0), 0x01000193);
  return (sum >>> 0).toString(16).padStart(8, '0');
}

/** What is nested so deeply that it cannot be written is all the same. */
function inWords(wire: unknown): string {
  try {
    return JSON.stringify(wire) ?? '';
  } catch {
    return 'nested too deeply';
  }
}

function text(said: unknown): string | null {
  if (typeof said === 'number' && Number.isFinite(said)) return String(said);
  const words = typeof said === 'string' ? said.trim() : '';
  return words === '' ? null : words;
}

const known = z.enum(statuses);
function statusIn(said: unknown): ReadStatus | null {
  const read = known.safeParse(said);
  if (read.success) return read.data;
  return text(said) === null ? null : unknownStatus;
}

const timeIn = (said: unknown): string | null => isoTime.safeParse(said).data ?? null;
