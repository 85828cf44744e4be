// Tells from a token who is asking.
import { deviceKind, role as roles, type Role } from '../../contract/api.ts';
import { may, type Principal } from '../../contract/permissions.ts';
import type { StreamName } from '../../contract/streams.ts';
import { among } from '../db/among.ts';
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import { batchCalls } from '../db/batch-calls.ts';
import { readRights } from './keys.ts';
import type { PublicTokens } from './public-token.ts';
import { done, refused, type Result } from '../http/refusal.ts';
import { hashToken, tokenPrefixes } from './secrets.ts';

const longestToken = 300;
const unknown = refused(
  'not-signed-in',
  'This token is not known here. Enrol the device again, or ask for a new key.',
);
const revoked = refused(
  'device-revoked',
  'This device was signed out of the restaurant. Enrol it again with a new code.',
);
const over = refused('not-signed-in', 'This sign-in has ended. Step in again.');

type Identify = (token: string, now: number) => Promise<Result<Principal>>;

/** `chat`: staff and customers have chats, whose streams are among theirs. */
export function createIdentify(store: Store, publicTokens: PublicTokens, chat: boolean): Identify {
  const without = createIdentifyWithoutChat(store, publicTokens);
  if (!chat) return without;
  return async (token, now) => {
    const found = await without(token, now);
    return found.ok
      ? done({ ...found.value, streams: [...found.value.streams, ...chatOf(found.value)] })
      : found;
  };
}

function chatOf(principal: Principal): StreamName[] {
  const stream = `chat:${principal.kind === 'customer' ? principal.order : principal.restaurant}`;
  return may(principal, 'read', stream) ? [stream] : [];
}

function createIdentifyWithoutChat(store: Store, publicTokens: PublicTokens): Identify {
  const db = store.read;
  // Sales channels send many orders at the same time: their keys are looked up together.
  const { ask: keyOf } = batchCalls<string, Result<Principal>>({
    most: 50,
    async act(hashes) {
      const found = await keysOf(store, hashes);
      return hashes.map((hash) => ({ ok: true, value: found.get(hash) ?? unknown }));
    },
  });
  return async (token, now) => {
    if (token.length > longestToken) return unknown;
    if (token.startsWith(tokenPrefixes.order)) return customerOf(db, publicTokens.orderOf(token));
    const hash = hashToken(token);
    if (token.startsWith(tokenPrefixes.device)) return deviceOf(db, hash);
    if (token.startsWith(tokenPrefixes.person)) return personOf(db, hash, now);
    // A key may also have been chosen by whoever set the backend up, so it need not look like one of ours.
    return keyOf(hash);
  };
}

async function deviceOf(db: Db, hash: string): Promise<Result<Principal>> {
  const row = await db
    .selectFrom('devices as d')
    .innerJoin('restaurants as r', 'r.id', 'd.restaurant_id')
    .select([
      'd.id',
      'd.name',
      'd.kind',
      'd.restaurant_id as restaurant',
      'd.ended_at',
      'r.ended_at as closed_at',
    ])
    .where('d.token_hash', '=', hash)
    .executeTakeFirst();
  if (!row) return unknown;
  if (row.ended_at !== null || row.closed_at !== null) return revoked;
  return done({
    kind: 'device',
    role: deviceKind.parse(row.kind),
    id: row.id,
    name: row.name,
    restaurant: row.restaurant,
    streams: [`restaurant:${row.restaurant}`, 'global'],
  });
}

async function personOf(db: Db, hash: string, now: number): Promise<Result<Principal>> {
  const row = await db
    .selectFrom('person_sessions as s')
    .innerJoin('people as p', 'p.id', 's.person_id')
    .innerJoin('restaurants as r', 'r.id', 'p.restaurant_id')
    .leftJoin('devices as d', 'd.id', 's.device_id')
    .leftJoin('person_sessions as from', 'from.id', 's.parent_id')
    .leftJoin('people as home', 'home.id', 'from.person_id')
    .leftJoin('restaurants as hr', 'hr.id', 'home.restaurant_id')
    .select([
      'p.id',
      'p.name',
      'p.role',
      'p.restaurant_id as restaurant',
      'p.ended_at as person_ended_at',
      's.device_id as device',
      's.ended_at',
      's.expires_at',
      'r.ended_at as closed_at',
      'd.ended_at as device_ended_at',
      'd.kind as device_kind',
      's.parent_id as parent',
      'p.account_id as account',
      'from.id as parent_there',
      'from.ended_at as parent_ended_at',
      'home.ended_at as home_ended_at',
      'home.account_id as home_account',
      'hr.ended_at as home_closed_at',
    ])
    .where('s.token_hash', '=', hash)
    .executeTakeFirst();
  if (!row) return unknown;
  if (row.device !== null && row.device_ended_at !== null) return revoked;
  if (row.ended_at !== null || row.person_ended_at !== null || row.closed_at !== null) return over;
  if (row.expires_at <= now) return over;
  const who = { ...row, role: roles.parse(row.role) };
  if (row.parent === null)
    return done(
      personPrincipal({ ...who, ...(row.device_kind === 'office' ? { at: 'office' as const } : {}) }),
    );
  if (row.parent_there === null || row.parent_ended_at !== null) return over;
  if (row.home_ended_at !== null || row.home_closed_at !== null) return over;
  if (row.account === null || row.account !== row.home_account) return over;
  return done(personPrincipal({ ...who, device: null, at: 'another-restaurant' }));
}

export function personPrincipal(row: {
  id: string;
  name: string;
  role: Role;
  restaurant: string;
  device: string | null;
  at?: 'office' | 'another-restaurant';
}): Principal {
  return {
    kind: 'person',
    role: row.role,
    id: row.id,
    name: row.name,
    restaurant: row.restaurant,
    device: row.device,
    ...(row.at === undefined ? {} : { at: row.at }),
    streams: [`restaurant:${row.restaurant}`, `user:${row.id}`, 'global'],
  };
}

async function customerOf(db: Db, order: string | null): Promise<Result<Principal>> {
  if (order === null) return unknown;
  const row = await db
    .selectFrom('orders')
    .select(['restaurant_id as restaurant', 'number'])
    .where('id', '=', order)
    .executeTakeFirst();
  if (!row) return unknown;
  return done({
    kind: 'customer',
    role: 'customer',
    id: order,
    name: `customer of ${row.number}`,
    restaurant: row.restaurant,
    order,
    streams: [`order:${order}`, 'global'],
  });
}

/** Whom these keys belong to; those which are not there belong to nobody. */
async function keysOf(
  store: Store,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, Result<Principal>>> {
  const rows = await store.read
    .selectFrom('api_keys as k')
    .leftJoin('restaurants as r', 'r.id', 'k.restaurant_id')
    .select([
      'k.id',
      'k.hash',
      'k.name',
      'k.kind',
      'k.rights',
      'k.restaurant_id as restaurant',
      'r.ended_at as closed_at',
    ])
    .where(among(store, 'k.hash', [...new Set(hashes)]))
    .where('k.ended_at', 'is', null)
    .execute();
  return new Map(rows.filter((row) => row.closed_at === null).map((row) => [row.hash, keyPrincipal(row)]));
}

function keyPrincipal(row: {
  id: string;
  name: string;
  kind: string;
  rights: string;
  restaurant: string | null;
}): Result<Principal> {
  const { id, name, restaurant } = row;
  if (row.kind === 'admin') {
    const streams = restaurant === null ? ['global'] : [`restaurant:${restaurant}`, 'global'];
    return done({ kind: 'key', role: 'admin', id, name, restaurant, streams });
  }
  if (restaurant === null) return unknown;
  const rights = readRights(row.rights);
  return done({ kind: 'channel', role: 'channel', id, name, restaurant, streams: ['global'], rights });
}
