// Makes requests that no window of ours sends: built from the contract's own schemas, and then bent, by a seed.
import { z } from 'zod';
import { ipc, type Channel } from '../../../contract/ipc.ts';
import type { Random } from '../../../backend/demo/random.ts';

type Schema = {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  items?: Schema | boolean;
  format?: string;
};

export const channels = Object.keys(ipc) as Channel[];
const schemas = new Map(
  channels.map((channel) => [
    channel,
    z.toJSONSchema(ipc[channel].request, { io: 'input', unrepresentable: 'any' }) as Schema,
  ]),
);

/** Ids as the console's own are, of which some are there. */
export type Known = { ids: readonly string[] };

function fitting(schema: Schema, random: Random, known: Known): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return random.pick(schema.enum);
  const choice = schema.anyOf ?? schema.oneOf;
  if (choice !== undefined) return fitting(random.pick(choice), random, known);
  switch (schema.type) {
    case 'object': {
      const made: Record<string, unknown> = {};
      for (const [name, inner] of Object.entries(schema.properties ?? {}))
        if (schema.required?.includes(name) === true || random.chance(0.4))
          made[name] = fitting(inner, random, known);
      return made;
    }
    case 'array':
      return typeof schema.items === 'object'
        ? Array.from({ length: random.whole(0, 3) }, () => fitting(schema.items as Schema, random, known))
        : [];
    case 'integer':
    case 'number':
      return random.pick([0, 1, 5, 20, 90]);
    case 'boolean':
      return random.chance(0.5);
    case 'null':
      return null;
    case 'string':
      if (schema.format === 'date-time') return '2026-03-06T12:00:00.000Z';
      return random.chance(0.7) ? random.pick(known.ids) : random.pick(['a', '12:30', 'Sam']);
    default:
      return random.pick([null, 'a', 1]);
  }
}

const nested = (depth: number): unknown => {
  let made: unknown = 'deep';
  for (let n = 0; n < depth; n += 1) made = n % 2 === 0 ? [made] : { made };
  return made;
};
const circle = () => {
  const made: Record<string, unknown> = { order: 'a' };
  made.self = made;
  return made;
};

/** All that structured cloning lets through, and then some. */
const odd: readonly ((random: Random) => unknown)[] = [
  () => undefined,
  () => null,
  () => Number.NaN,
  () => -0,
  () => Number.NEGATIVE_INFINITY,
  () => Number.MAX_SAFE_INTEGER + 2,
  () => 10n ** 30n,
  () => '',
  () => '\0\u202e\ud800',
  () => '__proto__',
  (random) => 'x'.repeat(random.pick([201, 501, 100_000])),
  () => [],
  () => Array.from({ length: 5000 }, (_, n) => n),
  () => nested(2000),
  circle,
  () => new Date(Number.NaN),
  () => new Map([['order', 'a']]),
  () => new Uint8Array(10_000),
  () => new Error('an error'),
  () => /a+/,
  () => JSON.parse('{"__proto__":{"polluted":true},"order":"a"}'),
  () => ({ constructor: { prototype: { polluted: true } }, toString: 'a', hasOwnProperty: 1 }),
  (random) => ({ ['k'.repeat(random.pick([10, 100_000]))]: 1 }),
  () => JSON.parse('{"length":4294967296,"then":"a"}'),
];

/** One value somewhere in it becomes another. */
function bent(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || random.chance(0.25)) return random.pick(odd)(random);
  const copy = Array.isArray(value) ? [...value] : { ...value };
  const names = Object.keys(copy);
  const how = random.next();
  const name = names.length > 0 ? random.pick(names) : 'order';
  if (how < 0.15) delete (copy as Record<string, unknown>)[name];
  else if (how < 0.35)
    Object.defineProperty(copy, random.pick(['__proto__', 'constructor', 'extra', 'toJSON', '0']), {
      value: random.pick(odd)(random),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  else (copy as Record<string, unknown>)[name] = bent((copy as Record<string, unknown>)[name], random);
  return copy;
}

export type HostileRequest = { channel: Channel; request: unknown };

export function hostileRequest(
  random: Random,
  known: Known,
  among: readonly Channel[] = channels,
): HostileRequest {
  const channel = random.pick(among);
  const own = fitting(schemas.get(channel) ?? {}, random, known);
  return { channel, request: random.chance(0.3) ? own : bent(own, random) };
}
