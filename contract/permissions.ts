// Who may do what where: one table of role × action × kind of stream, and `may()`, its only reader.
import { verbs } from './order.ts';
import { streamName, streamParts, type StreamKind, type StreamName } from './streams.ts';

/**
 * `office` is a device that nobody counts on to hear. `visitor` is what is left of any role of somebody who stepped in
 * elsewhere and looks into this restaurant from there.
 */
export const tableRoles = [
  'counter',
  'manager',
  'admin',
  'channel',
  'customer',
  'office',
  'visitor',
] as const;
export type TableRole = (typeof tableRoles)[number];

/**
 * Everything that can be asked of the backend by somebody. An order's verbs are asked of the stream they are
 * logged in, which is the restaurant's.
 */
export const actions = [
  'read',
  'place',
  ...verbs,
  'beat',
  'receipts',
  'restaurant.read',
  'restaurant.write',
  'devices.read',
  'devices.revoke',
  'people.read',
  'people.write',
  'codes.write',
  'keys.write',
  'restaurants.write',
  'metrics',
  'notify',
  'inbox.write',
  'chat.write',
  'chat.delete',
  'announce',
  'devices.write',
  'roles.write',
  'push.register',
  'phones.write',
] as const;
export type Action = (typeof actions)[number];

/** What a sales channel's key may be given beside what each may do. */
export const rights = ['notify'] as const;
export type Right = (typeof rights)[number];

/** Somebody the backend knows. `streams` are those it may read, for listing; what counts is `may()`. */
export type Principal =
  /** One enrolled install, with nobody stepped in. */
  | {
      kind: 'device';
      role: 'counter' | 'office';
      id: string;
      name: string;
      restaurant: string;
      streams: StreamName[];
    }
  /** Somebody who stepped in; `device` is the session it happened on, null when signed in without one. */
  | {
      kind: 'person';
      role: 'counter' | 'manager' | 'admin';
      id: string;
      name: string;
      restaurant: string;
      device: string | null;
      /** Where they are, when that takes something from what their role may do; such a visitor stands at no device here. */
      at?: 'office' | 'another-restaurant';
      streams: StreamName[];
    }
  /** A sales channel's key. */
  | {
      kind: 'channel';
      role: 'channel';
      id: string;
      name: string;
      restaurant: string;
      streams: StreamName[];
      /** What it may do beyond placing orders. */
      rights?: readonly Right[];
    }
  /** Whoever holds the public token of one order. */
  | {
      kind: 'customer';
      role: 'customer';
      id: string;
      name: string;
      restaurant: string;
      order: string;
      streams: StreamName[];
    }
  /** An administrator's key; without a restaurant it is good for all of them. */
  | {
      kind: 'key';
      role: 'admin';
      id: string;
      name: string;
      restaurant: string | null;
      streams: StreamName[];
    };

/**
 * - own: a stream of theirs: the restaurant they belong to, their personal inbox, the one order
 * - within-undo: own, and the customer has not been told yet
 * - placed: own, and the order is one that this very key placed
 * - granted: own, and the key was given the right to it
 * - all: own for whoever belongs to no single restaurant, nothing for everybody else
 * - anybody: everyone who is signed in
 */
export type Rule = 'own' | 'within-undo' | 'placed' | 'granted' | 'all' | 'anybody';

/** What is not written here is forbidden. */
export type Table = { readonly [A in Action]: { readonly [R in TableRole]?: Cell } };
type Cell = { readonly [K in StreamKind]?: Rule };

const own = { restaurant: 'own' } as const;
const staff = { counter: own, office: own, manager: own, admin: own } as const;
const managers = { manager: own, admin: own } as const;
const admins = { admin: own } as const;

export const permissions: Table = {
  read: {
    counter: { restaurant: 'own', user: 'own', chat: 'own', global: 'anybody' },
    office: { restaurant: 'own', chat: 'own', global: 'anybody' },
    visitor: { restaurant: 'own', user: 'own', global: 'anybody' },
    manager: { restaurant: 'own', user: 'own', chat: 'own', global: 'anybody' },
    admin: { restaurant: 'own', user: 'own', chat: 'own', global: 'anybody' },
    channel: { global: 'anybody' },
    customer: { order: 'own', chat: 'own', global: 'anybody' },
  },
  place: { channel: own },
  accept: staff,
  reject: staff,
  ready: staff,
  recall: { ...managers, counter: { restaurant: 'within-undo' }, office: { restaurant: 'within-undo' } },
  collect: staff,
  cancel: { ...managers, channel: { restaurant: 'placed' } },
  delay: staff,
  'stop-bell': { counter: own, ...managers },
  understood: staff,
  tick: staff,
  beat: staff,
  receipts: { ...staff, customer: { order: 'own' } },
  'restaurant.read': { ...staff, channel: own, visitor: own },
  'restaurant.write': managers,
  'devices.read': { ...managers, visitor: own },
  'devices.revoke': managers,
  'people.read': staff,
  'people.write': admins,
  'codes.write': admins,
  'keys.write': admins,
  'restaurants.write': { admin: { global: 'all' } },
  metrics: { admin: { global: 'all' } },
  notify: { ...managers, channel: { restaurant: 'granted' } },
  'inbox.write': {
    counter: { user: 'own' },
    manager: { user: 'own' },
    admin: { user: 'own' },
    visitor: { user: 'own' },
  },
  'chat.write': {
    counter: { chat: 'own' },
    office: { chat: 'own' },
    manager: { chat: 'own' },
    admin: { chat: 'own' },
    customer: { chat: 'own' },
  },
  'chat.delete': { manager: { chat: 'own' }, admin: { chat: 'own' } },
  announce: { ...managers, admin: { restaurant: 'own', global: 'all' } },
  'devices.write': managers,
  'roles.write': { admin: { global: 'all' } },
  'push.register': {
    counter: { user: 'own' },
    manager: { user: 'own' },
    admin: { user: 'own' },
    customer: { order: 'own' },
  },
  'phones.write': { manager: { user: 'own' }, admin: { user: 'own' } },
};

/** The bell belongs to those who would hear it: from an office nobody stops it, whatever their role. */
const notAtAnOffice: ReadonlySet<Action> = new Set(['stop-bell']);

/** What is known of that which an action is about. */
export type About = {
  /** The restaurant of the order whose chat it is. */
  restaurant?: string | undefined;
  /** The customer has not been told that the order is ready. */
  withinUndo?: boolean;
  /** The id of the key that placed the order. */
  placedBy?: string | null;
};

export function may(principal: Principal, action: Action, stream: StreamName, about: About = {}): boolean {
  if (!streamName.safeParse(stream).success) return false;
  const { kind } = streamParts(stream);
  if (!mayFromThere(principal, action, kind)) return false;
  const rule = permissions[action][principal.role]?.[kind];
  switch (rule) {
    case undefined:
      return false;
    case 'anybody':
      return true;
    case 'all':
      return principal.restaurant === null;
    case 'own':
      return owns(principal, stream, about);
    case 'within-undo':
      return owns(principal, stream, about) && about.withinUndo === true;
    case 'placed':
      return owns(principal, stream, about) && about.placedBy === principal.id;
    case 'granted':
      return owns(principal, stream, about) && isGranted(principal, action);
    default:
      return rule satisfies never;
  }
}

const isGranted = (principal: Principal, action: Action): boolean =>
  principal.kind === 'channel' && (principal.rights ?? []).some((right) => right === action);

/** What a person's role permits they may not do from everywhere. */
function mayFromThere(principal: Principal, action: Action, kind: StreamKind): boolean {
  if (principal.kind !== 'person' || principal.at === undefined) return true;
  if (principal.at === 'another-restaurant') return permissions[action].visitor?.[kind] !== undefined;
  return !notAtAnOffice.has(action);
}

function owns(principal: Principal, stream: StreamName, about: About): boolean {
  const { kind, id } = streamParts(stream);
  switch (kind) {
    case 'restaurant':
      return principal.restaurant === null || principal.restaurant === id;
    case 'user':
      return principal.kind === 'person' && principal.id === id;
    case 'order':
      return principal.kind === 'customer' && principal.order === id;
    case 'chat':
      if (principal.kind === 'customer') return principal.order === id;
      // A program takes part in no chat.
      if (principal.kind === 'key') return false;
      return principal.restaurant === id || principal.restaurant === about.restaurant;
    case 'global':
      return false;
    default:
      return kind satisfies never;
  }
}
