// The REST boundary of administration: restaurants, people, enrolment codes, keys.
import { z } from 'zod';
import { deviceKind, deviceKinds, role } from './api.ts';
import { rights } from './permissions.ts';
import { restaurant, restaurantSettings } from './restaurant.ts';
import { ifReadable, listOfReadable, strictly, wordOf } from './tolerant.ts';
import { currency, isoTime, newShortText, shortText, timeZone } from './wire.ts';

const id = z.string().min(1).max(64);
/** An end stays on record: what somebody did still names them. */
const lifetime = { createdAt: isoTime, endedAt: isoTime.nullable() };

/** An administrator's key for every restaurant says which one is meant; everybody else has one. */
export const restaurantQuery = z.object({ restaurant: id.optional() });

export const restaurantId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, { error: 'is 1 to 63 small letters, digits or dashes' });
export const newRestaurant = strictly(
  z.object({
    id: restaurantId.optional(),
    name: restaurantSettings.shape.name,
    timeZone: timeZone.optional(),
    currency: currency.optional(),
  }),
);
export const restaurantsList = z.object({
  restaurants: z.array(z.object({ ...restaurant.shape, ...lifetime })),
});

/** Whom a device may offer for stepping in. */
export const peopleList = z.object({
  people: z.array(z.object({ id, name: shortText, role, pin: z.boolean(), password: z.boolean() })),
});
export const newPerson = strictly(
  z.object({
    name: newShortText,
    role,
    email: z.email().max(200).optional(),
    pin: z
      .string()
      .regex(/^\d{4,12}$/, { error: 'is 4 to 12 digits' })
      .optional(),
    password: z.string().min(10).max(200).optional(),
  }),
);

/** Whose role in another restaurant it is as well. */
export const linkRequest = strictly(z.object({ person: id }));

export const newCode = strictly(
  z.object({
    label: z.string().trim().max(80).optional(),
    kind: z.enum(deviceKinds).default('counter'),
    /** null: any number of times. */
    maxUses: z.number().int().min(1).max(100_000).nullable().default(1),
    /** null: it does not expire. */
    expiresInHours: z
      .number()
      .min(0.01)
      .max(24 * 366)
      .nullable()
      .default(24 * 7),
  }),
);
export const codesList = z.object({
  codes: z.array(
    z.object({
      id,
      label: z.string(),
      kind: deviceKind.optional(),
      uses: z.number().int(),
      maxUses: z.number().int().nullable(),
      expiresAt: isoTime.nullable(),
      ...lifetime,
    }),
  ),
});
/** Told once and never again. */
export const codeMade = z.object({ id, code: z.string() });

const keyKinds = ['channel', 'admin'] as const;
export const newKey = strictly(
  z.object({
    name: newShortText,
    kind: z.enum(keyKinds).default('channel'),
    /** What a sales channel's key may do beside placing orders. */
    rights: z.array(z.enum(rights)).max(rights.length).optional(),
  }),
);
export const keysList = z.object({
  keys: z.array(
    z.object({
      id,
      name: z.string(),
      kind: wordOf(keyKinds, 'channel'),
      rights: ifReadable(listOfReadable(z.enum(rights))),
      ...lifetime,
    }),
  ),
});
/** Told once and never again. */
export const keyMade = z.object({ id, key: z.string() });

export const made = z.object({ id });
