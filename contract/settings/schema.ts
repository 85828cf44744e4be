// Makes the schema of a setting from its descriptor; each error says what is wrong, why, and what to write.
import { z } from 'zod';
import type { Descriptor } from './descriptor.ts';
import type { RingTimes, Value, Whole } from './values.ts';

export function schemaOf(described: Descriptor): z.ZodType {
  if (!('fields' in described)) return valueSchema(described.value);
  const inside = Object.entries(described.fields).map(([name, { value }]) => [name, valueSchema(value)]);
  return z.strictObject(Object.fromEntries(inside) as Record<string, z.ZodType>);
}

function valueSchema(value: Value): z.ZodType {
  switch (value.kind) {
    case 'choice':
      return z.enum(value.of);
    case 'on-off':
      return z.boolean();
    case 'fraction':
      return z.number().min(0).max(1);
    case 'whole':
      return wholeSchema(value);
    case 'output':
      return z.strictObject({ id: z.string().max(200), label: z.string().max(200) }).nullable();
    case 'ring-times':
      return ringTimesSchema(value);
    default:
      return value satisfies never;
  }
}

function wholeSchema({ low, high, unit, why }: Omit<Whole, 'kind'>) {
  const error = `must be a whole number of ${unit} from ${low} to ${high}: ${why}. Write one of these`;
  return z.number({ error }).int({ error }).min(low, { error }).max(high, { error });
}

function ringTimesSchema({ most, latest, longestPause }: RingTimes) {
  const example = 'Write for example [0, 15, 30]';
  const second = wholeSchema({
    low: 0,
    high: latest,
    unit: 'seconds',
    why: 'it is when the bell rings for an order that waits',
  });
  const pauses = (all: readonly number[]): number[] =>
    all.slice(1).map((second, at) => second - (all[at] ?? 0));
  return z
    .array(second, {
      error: `must be a list: it says at which seconds the bell rings for an order that waits. ${example}`,
    })
    .min(1, { error: `must not be empty: an order has to be heard when it comes. ${example}` })
    .max(most, {
      error: `must have ${most} entries at most: “thenEverySeconds” goes on after them. ${example}`,
    })
    .refine(([first]) => first === undefined || first === 0, {
      error: `must begin with 0: an order rings the moment it comes. ${example}`,
    })
    .refine((all) => pauses(all).every((pause) => pause > 0), {
      error: `must grow from entry to entry: they are seconds since the order came. ${example}`,
    })
    .refine((all) => pauses(all).every((pause) => pause <= longestPause), {
      error: `must leave no pause longer than ${longestPause} seconds: an order that waits must not be forgotten. ${example}`,
    });
}
