import { expect, test } from 'vitest';
import { isStillWanted, type Standing } from './still-wanted.ts';

const now = 1_000_000;
const person: Standing = {
  kind: 'message',
  untilAt: now + 1,
  registration: { order: null, person: 'ada', session: 's' },
  restaurantEndedAt: null,
  orderStatus: null,
  person: { role: 'counter', endedAt: null },
  session: { endedAt: null, expiresAt: now + 1, deviceEndedAt: null },
};
const phone: Standing = {
  ...person,
  kind: 'escalation',
  registration: { order: null, person: 'ada', session: null },
  person: { role: 'manager', endedAt: null },
  session: null,
};
const customer: Standing = {
  ...person,
  kind: 'order.ready',
  registration: { order: 'o', person: null, session: null },
  orderStatus: 'ready',
  person: null,
  session: null,
};

test.each([
  ['somebody signed in', person],
  ['a manager’s phone', phone],
  ['an administrator’s phone', { ...phone, person: { role: 'admin', endedAt: null } }],
  ['a customer whose order is ready', customer],
])('%s gets it', (_, standing) => {
  expect(isStillWanted(standing, now)).toBe(true);
});

test.each<[string, Standing]>([
  ['of no install', { ...person, registration: null }],
  ['too late', { ...person, untilAt: now }],
  ['of a closed restaurant', { ...person, restaurantEndedAt: now - 1 }],
  ['of a restaurant that is gone', { ...customer, restaurantEndedAt: 'gone' }],
  ['of nobody', { ...person, registration: { order: null, person: null, session: null } }],
  ['of a person who is gone', { ...person, person: null }],
  ['of a person who has ended', { ...person, person: { role: 'admin', endedAt: now } }],
  ['after stepping out', { ...person, session: { endedAt: now, expiresAt: now + 1, deviceEndedAt: null } }],
  [
    'after the sign-in’s time',
    { ...person, session: { endedAt: null, expiresAt: now, deviceEndedAt: null } },
  ],
  [
    'on a device that was sent away',
    { ...person, session: { endedAt: null, expiresAt: now + 1, deviceEndedAt: now } },
  ],
  ['of a sign-in that was forgotten', { ...person, session: null }],
  ['of a phone whose owner is no manager', { ...phone, person: { role: 'counter', endedAt: null } }],
  ['of a phone whose owner has ended', { ...phone, person: { role: 'manager', endedAt: now } }],
  ['of an order that went back to the kitchen', { ...customer, orderStatus: 'accepted' }],
  ['of an order that was collected meanwhile', { ...customer, orderStatus: 'collected' }],
  ['of an order that is gone', { ...customer, orderStatus: null }],
])('%s it is not sent', (_, standing) => {
  expect(isStillWanted(standing, now)).toBe(false);
});
