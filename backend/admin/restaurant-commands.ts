// Carries out the admin commands on restaurants and their people.
import { randomInt } from 'node:crypto';
import { newPerson, newRestaurant, restaurantId } from '../../contract/admin.ts';
import { roles, type Role } from '../../contract/api.ts';
import { done, refused } from '../http/refusal.ts';
import {
  addRestaurant,
  endRestaurant,
  idFrom,
  listRestaurants,
  plainSettings,
} from '../restaurant/restaurants.ts';
import { refusalOfRestaurant } from '../streams/channel-names.ts';
import { bad, iso, noName, restaurantOf, state, table, wrong, type Command } from './answer.ts';

export const restaurantAdd: Command = async ({ store, channels, now }, { name, options }) => {
  if (name === undefined) return noName('restaurant');
  const read = newRestaurant.safeParse({
    name,
    id: options.id ?? idFrom(name),
    timeZone: options.zone,
    currency: options.currency,
  });
  if (!read.success) return wrong(read.error);
  const { id = idFrom(name), timeZone, currency } = read.data;
  const taken = refusalOfRestaurant(id, channels);
  if (taken !== null) return bad('id', taken);
  const settings = {
    ...plainSettings,
    name: read.data.name,
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(currency === undefined ? {} : { currency }),
  };
  const added = await store.write((tx) => addRestaurant(tx, id, settings, now()));
  if (!added.ok) return added;
  return done({
    lines: [
      `Restaurant "${settings.name}" is there, its id is ${id}.`,
      `Next, a console:        admin code add --restaurant ${id}`,
      `and a sales channel:    admin key add web --restaurant ${id}`,
    ],
    data: { id },
  });
};

export const restaurantList: Command = async ({ store }) => {
  const rows = await listRestaurants(store.read);
  return done({
    lines: table([
      ['ID', 'NAME', 'TIME ZONE', 'ACTIVE'],
      ...rows.map(({ restaurant, endedAt }) => [
        restaurant.id,
        restaurant.name,
        restaurant.timeZone,
        state(endedAt),
      ]),
    ]),
    data: {
      restaurants: rows.map(({ restaurant, createdAt, endedAt }) => ({
        ...restaurant,
        createdAt: iso(createdAt),
        endedAt: iso(endedAt),
      })),
    },
  });
};

export const restaurantRevoke: Command = async ({ store, now }, { name }) => {
  if (name === undefined || !restaurantId.safeParse(name).success)
    return bad('id', 'Say the restaurant’s id.');
  const ended = await store.write((tx) => endRestaurant(tx, name, now()));
  return ended
    ? done({ lines: [`Restaurant ${name} is closed; nothing of it signs in any more.`], data: { id: name } })
    : refused('not-found', `There is no restaurant "${name}", or it was closed before.`);
};

export const personAdd: Command = async (parts, asked) => {
  const { name, options } = asked;
  if (name === undefined) return noName('person');
  const restaurant = await restaurantOf(parts, asked);
  if (!restaurant.ok) return restaurant;
  const role = (options.role ?? 'counter') as Role;
  if (!roles.includes(role)) return bad('role', `"${role}" is none of ${roles.join(', ')}.`);
  const made: string[] = [];
  const secrets: { pin?: string; password?: string } = {};
  if (options['password-stdin'] === true) secrets.password = await parts.readSecret();
  else if (options['pin-stdin'] === true) secrets.pin = await parts.readSecret();
  else {
    secrets.pin = String(randomInt(1_000_000)).padStart(6, '0');
    made.push(`PIN: ${secrets.pin}     (shown once)`);
  }
  const read = newPerson.safeParse({ name, role, email: options.email, ...secrets });
  if (!read.success) return wrong(read.error);
  const added = await parts.identity.addPerson({ ...read.data, restaurant: restaurant.value });
  if (!added.ok) return added;
  return done({
    lines: [`${name} (${role}) may step in at ${restaurant.value}; the id is ${added.value.id}.`, ...made],
    data: { ...added.value, ...(made.length > 0 ? { pin: secrets.pin } : {}) },
  });
};

export const personList: Command = async (parts, asked) => {
  const restaurant = await restaurantOf(parts, asked);
  if (!restaurant.ok) return restaurant;
  const rows = await parts.identity.people(restaurant.value);
  return done({
    lines: table([
      ['ID', 'NAME', 'ROLE', 'E-MAIL', 'PIN', 'PASSWORD', 'ELSEWHERE', 'ACTIVE'],
      ...rows.map((row) => [
        row.id,
        row.name,
        row.role,
        row.email,
        row.hasPin ? 'yes' : 'no',
        row.hasPassword ? 'yes' : 'no',
        row.elsewhere ? 'yes' : 'no',
        state(row.endedAt),
      ]),
    ]),
    data: {
      people: rows.map((row) => ({ ...row, createdAt: iso(row.createdAt), endedAt: iso(row.endedAt) })),
    },
  });
};
