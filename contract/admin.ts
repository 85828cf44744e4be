// The REST boundary of administration: restaurants, people, enrolment codes, keys.
import { z } from 'zod';
import { role } from './api.ts';
import { restaurant, restaurantSettings } from './restaurant.ts';
import { isoTime, newShortText, shortText } from './wire.ts';

const id = z.string().min(1).max(64);
/** An end stays on record: what somebody did still names them. */
const lifetime = { createdAt: isoTime, endedAt: isoTime.nullable() };

/** An administrator's key for every restaurant says which one is meant; everybody else has one. */
export const restaurantQuery = z.object({ restaurant: id.optional() });

export const restaurantId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, { error: 'is 1 to 63 small letters, digits or dashes' });
export const newRestaurant = z.strictObject({
  id: restaurantId.optional(),
  name: restaurantSettings.shape.name,
  timeZone: restaurantSettings.shape.timeZone.optional(),
  currency: restaurantSettings.shape.currency.optional(),
});
export const restaurantsList = z.strictObject({
  restaurants: z.array(z.strictObject({ ...restaurant.shape, ...lifetime })),
});

/** Whom a device may offer for stepping in. */
export const peopleList = z.strictObject({
  people: z.array(z.strictObject({ id, name: shortText, role, pin: z.boolean(), password: z.boolean() })),
});
export const newPerson = z.strictObject({
  name: newShortText,
  role,
  email: z.email().max(200).optional(),
  pin: z
    .string()
    .regex(/^\d{4,12}$/, { error: 'is 4 to 12 digits' })
    .optional(),
  password: z.string().min(10).max(200).optional(),
});

export const newCode = z.strictObject({
  label: z.string().trim().max(80).optional(),
  /** null: any number of times. */
  maxUses: z.number().int().min(1).max(100_000).nullable().default(1),
  /** null: it does not expire. */
  expiresInHours: z
    .number()
    .min(0.01)
    .max(24 * 366)
    .nullable()
    .default(24 * 7),
});
export const codesList = z.strictObject({
  codes: z.array(
    z.strictObject({
      id,
      label: z.string(),
      uses: z.number().int(),
      maxUses: z.number().int().nullable(),
      expiresAt: isoTime.nullable(),
      ...lifetime,
    }),
  ),
});
/** Told once and never again. */
export const codeMade = z.strictObject({ id, code: z.string() });

export const newKey = z.strictObject({
  name: newShortText,
  kind: z.enum(['channel', 'admin']).default('channel'),
});
export const keysList = z.strictObject({
  keys: z.array(z.strictObject({ id, name: z.string(), kind: z.enum(['channel', 'admin']), ...lifetime })),
});
/** Told once and never again. */
export const keyMade = z.strictObject({ id, key: z.string() });

export const made = z.strictObject({ id });
