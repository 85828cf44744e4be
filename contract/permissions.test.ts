import { expect, test } from 'vitest';
import {
  actions,
  may,
  tableRoles,
  type About,
  type Action,
  type Principal,
  type TableRole,
} from './permissions.ts';
import { streamKinds, type StreamKind } from './streams.ts';

const here = 'bella';
const streams: string[] = [];
const device: Principal = {
  kind: 'device',
  role: 'counter',
  id: 'dev-1',
  name: 'Till',
  restaurant: here,
  streams,
};
const somebody = (role: 'counter' | 'manager' | 'admin'): Principal => ({
  kind: 'person',
  role,
  id: 'per-1',
  name: 'Ada',
  restaurant: here,
  device: 'dev-1',
  streams,
});
const office: Principal = { ...device, role: 'office', id: 'dev-2', name: 'Laptop' };
const visiting: Principal = { ...somebody('admin'), device: null, at: 'another-restaurant' } as Principal;
const shop: Principal = {
  kind: 'channel',
  role: 'channel',
  id: 'key-1',
  name: 'web',
  restaurant: here,
  streams,
};
const customer: Principal = {
  kind: 'customer',
  role: 'customer',
  id: 'order-1',
  name: 'customer',
  restaurant: here,
  order: 'order-1',
  streams,
};
const keyOf = (restaurant: string | null): Principal => ({
  kind: 'key',
  role: 'admin',
  id: 'key-2',
  name: 'head office',
  restaurant,
  streams,
});

const mineOf = (role: TableRole): Record<StreamKind, string> => ({
  restaurant: 'restaurant:bella',
  user: 'user:per-1',
  order: 'order:order-1',
  chat: role === 'customer' ? 'chat:order-1' : 'chat:bella',
  global: 'global',
});
const others: Record<StreamKind, string[]> = {
  restaurant: ['restaurant:roma', 'restaurant:bell', 'restaurant:bella2', 'restaurant:Bella'],
  user: ['user:per-2', 'user:dev-1', 'user:bella'],
  order: ['order:order-2', 'order:order-11'],
  chat: ['chat:roma', 'chat:order-2', 'chat:bell', 'chat:per-1', 'chat:dev-1'],
  global: [],
};

const verbsOfStaff =
  'accept reject ready collect delay stop-bell understood tick beat people.read restaurant.read'.split(' ');
const verbsOfManagers =
  'recall cancel restaurant.write devices.read devices.revoke devices.write notify announce'.split(' ');
const inboxAndChat = ['read chat', 'inbox.write user', 'chat.write chat', 'push.register user'];
const verbsOfAdmins = 'people.write codes.write keys.write'.split(' ');

/** Written out a second time, on purpose: what each role may do on its own streams, as `action kind`. */
const allowed: Record<TableRole, string[]> = {
  counter: [
    'read restaurant',
    'read user',
    'read global',
    'receipts restaurant',
    ...inboxAndChat,
    ...verbsOfStaff.map((verb) => `${verb} restaurant`),
  ],
  manager: [
    'read restaurant',
    'read user',
    'read global',
    'receipts restaurant',
    ...inboxAndChat,
    'chat.delete chat',
    'phones.write user',
    ...[...verbsOfStaff, ...verbsOfManagers].map((verb) => `${verb} restaurant`),
  ],
  admin: [
    'read restaurant',
    'read user',
    'read global',
    'receipts restaurant',
    ...inboxAndChat,
    'chat.delete chat',
    'phones.write user',
    ...[...verbsOfStaff, ...verbsOfManagers, ...verbsOfAdmins].map((verb) => `${verb} restaurant`),
  ],
  channel: ['read global', 'place restaurant', 'restaurant.read restaurant'],
  customer: [
    'read order',
    'read chat',
    'read global',
    'receipts order',
    'chat.write chat',
    'push.register order',
  ],
  office: [
    'read restaurant',
    'read global',
    'read chat',
    'chat.write chat',
    'receipts restaurant',
    ...verbsOfStaff.filter((verb) => verb !== 'stop-bell').map((verb) => `${verb} restaurant`),
  ],
  visitor: [
    'read restaurant',
    'read user',
    'read global',
    'restaurant.read restaurant',
    'devices.read restaurant',
    'inbox.write user',
  ],
};
const principals: Record<TableRole, Principal> = {
  counter: somebody('counter'),
  manager: somebody('manager'),
  admin: somebody('admin'),
  channel: shop,
  customer,
  office,
  visitor: visiting,
};

const cells = tableRoles.flatMap((role) =>
  actions.flatMap((action) => streamKinds.map((kind) => ({ role, action, kind }))),
);

test.each(cells)('$role, $action, $kind stream', ({ role, action, kind }) => {
  const principal = principals[role];
  expect(may(principal, action, mineOf(role)[kind])).toBe(allowed[role].includes(`${action} ${kind}`));
  const about: About = { withinUndo: true, placedBy: principal.id };
  for (const stream of others[kind]) expect(may(principal, action, stream, about), stream).toBe(false);
});

test('a device with nobody stepped in may do what counter staff may, but has no inbox', () => {
  for (const action of actions) {
    for (const kind of streamKinds) {
      const expected = kind !== 'user' && allowed.counter.includes(`${action} ${kind}`);
      expect(may(device, action, mineOf('counter')[kind]), `${action} ${kind}`).toBe(expected);
    }
  }
});

test.each(['counter', 'manager', 'admin'] as const)(
  'a %s at an office may do all that they may elsewhere, but not stop the bell',
  (role) => {
    const there: Principal = { ...somebody(role), at: 'office' } as Principal;
    for (const action of actions)
      for (const kind of streamKinds)
        expect(may(there, action, mineOf(role)[kind]), `${action} ${kind}`).toBe(
          action !== 'stop-bell' && allowed[role].includes(`${action} ${kind}`),
        );
  },
);

test.each(['counter', 'manager', 'admin'] as const)(
  'a %s who looks in from another restaurant reads, and reads no more than a %s may',
  (role) => {
    const there: Principal = { ...somebody(role), device: null, at: 'another-restaurant' } as Principal;
    for (const action of actions)
      for (const kind of streamKinds) {
        const cell = `${action} ${kind}`;
        const expected = allowed.visitor.includes(cell) && allowed[role].includes(cell);
        expect(may(there, action, mineOf(role)[kind]), cell).toBe(expected);
        for (const stream of others[kind]) expect(may(there, action, stream), stream).toBe(false);
      }
  },
);

test('counter staff may recall until the customer has been told, managers also afterwards', () => {
  for (const principal of [device, office, principals.counter]) {
    expect(may(principal, 'recall', 'restaurant:bella', { withinUndo: true })).toBe(true);
    expect(may(principal, 'recall', 'restaurant:bella', { withinUndo: false })).toBe(false);
    expect(may(principal, 'recall', 'restaurant:roma', { withinUndo: true })).toBe(false);
  }
  expect(may(principals.manager, 'recall', 'restaurant:bella', { withinUndo: false })).toBe(true);
});

test('a sales channel may cancel the orders its own key placed and no others', () => {
  expect(may(shop, 'cancel', 'restaurant:bella', { placedBy: 'key-1' })).toBe(true);
  expect(may(shop, 'cancel', 'restaurant:bella', { placedBy: 'key-9' })).toBe(false);
  expect(may(shop, 'cancel', 'restaurant:bella', { placedBy: null })).toBe(false);
  expect(may(shop, 'cancel', 'restaurant:roma', { placedBy: 'key-1' })).toBe(false);
});

test('the chat of an order is staff’s of the restaurant that it belongs to, and of no other', () => {
  for (const role of ['counter', 'manager', 'admin'] as const) {
    for (const action of ['read', 'chat.write'] as const) {
      expect(may(principals[role], action, 'chat:order-1', { restaurant: here })).toBe(true);
      expect(may(principals[role], action, 'chat:order-1', { restaurant: 'roma' })).toBe(false);
    }
  }
  expect(may(customer, 'read', 'chat:order-2', { restaurant: here })).toBe(false);
  expect(may(customer, 'read', 'chat:bella', { restaurant: here })).toBe(false);
  expect(may(shop, 'read', 'chat:bella', { restaurant: here })).toBe(false);
  for (const key of [keyOf(here), keyOf(null)])
    for (const action of ['read', 'chat.write', 'chat.delete'] as const)
      expect(may(key, action, 'chat:bella', { restaurant: here })).toBe(false);
});

test('a sales channel writes notifications only where its key was given the right', () => {
  const trusted: Principal = { ...shop, rights: ['notify'] };
  expect(may(trusted, 'notify', 'restaurant:bella')).toBe(true);
  expect(may(trusted, 'notify', 'restaurant:roma')).toBe(false);
  expect(may(trusted, 'announce', 'restaurant:bella')).toBe(false);
  expect(may(shop, 'notify', 'restaurant:bella')).toBe(false);
});

test('an administrator key reaches its own restaurant, one for the whole installation every restaurant', () => {
  const house = keyOf(null);
  const branch = keyOf(here);
  for (const stream of ['restaurant:bella', 'restaurant:roma']) {
    expect(may(house, 'people.write', stream)).toBe(true);
    expect(may(branch, 'people.write', stream)).toBe(stream === 'restaurant:bella');
  }
  const everywhere: Action[] = ['restaurants.write', 'metrics', 'roles.write', 'announce'];
  for (const action of everywhere) {
    expect(may(house, action, 'global')).toBe(true);
    expect(may(branch, action, 'global')).toBe(false);
    expect(may(somebody('admin'), action, 'global')).toBe(false);
  }
});

test('no key of any kind opens an inbox or the stream of an order', () => {
  for (const principal of [keyOf(null), keyOf(here), shop]) {
    for (const stream of ['user:per-1', `user:${principal.id}`, 'order:order-1', `order:${principal.id}`]) {
      for (const action of actions) expect(may(principal, action, stream), `${action} ${stream}`).toBe(false);
    }
  }
});

test('a name that is no stream is nobody’s', () => {
  for (const stream of ['', 'restaurant', 'restaurant:', 'bella', 'private-restaurant-bella', 'global:x']) {
    expect(may(keyOf(null), 'read', stream)).toBe(false);
  }
  for (const stream of ['restaurant:bella\n', ' restaurant:bella', 'restaurant:bella/../roma']) {
    expect(may(device, 'read', stream)).toBe(false);
  }
});
