// Schemas that read what another version of the other side may say, and `strictly`, which gives the form that is sent.
// Reading: unknown keys are ignored at every depth, unknown words and unreadable entries become something safe.
import { z } from 'zod';

/** What is sent where more than that is read. */
const sentForms = new WeakMap<z.core.$ZodType, z.core.$ZodType>();

/** Reads by `read`; what is sent fits `sent`. */
export function readAs<Out, In>(sent: z.ZodType<unknown, In>, read: z.ZodType<Out>): z.ZodType<Out, In> {
  sentForms.set(read, sent);
  return read as unknown as z.ZodType<Out, In>;
}

/** One of these words. `otherwise` is what a word of a newer version is read as: it has to be safe to act upon. */
export function wordOf<const Word extends string, const Otherwise>(
  words: readonly Word[],
  otherwise: Otherwise,
): z.ZodType<Word | Otherwise, Word> {
  const known = (word: string): word is Word => (words as readonly string[]).includes(word);
  return readAs<Word | Otherwise, Word>(
    z.enum(words),
    z.string().transform((word) => (known(word) ? word : otherwise)),
  );
}

/** What cannot be read, or is not there, becomes `otherwise`. */
export const orElse = <Out, In>(schema: z.ZodType<Out, In>, otherwise: NoInfer<Out>): z.ZodType<Out, In> =>
  readAs(schema, schema.catch(otherwise as never));

/** Optional, and absent when it cannot be read. */
export const ifReadable = <Out, In>(schema: z.ZodType<Out, In>) =>
  readAs<Out | undefined, In>(schema, schema.or(z.unknown().transform(() => undefined))).optional();

/** A text. Whoever sends keeps to the length; a longer one is read all the same. */
export const textUpTo = (longest: number): z.ZodType<string, string> =>
  readAs(z.string().trim().min(1).max(longest), z.string().trim());

/** A list that is read in any length, but sent in this one at most. An entry that cannot be read spoils it. */
export const listUpTo = <Out, In>(entry: z.ZodType<Out, In>, most: number, least = 0) =>
  readAs<Out[], In[]>(z.array(entry).min(least).max(most), z.array(entry).min(least));

/** A list whose entries mean something each by itself: one that cannot be read is left out. */
export const listOfReadable = <Out, In>(entry: z.ZodType<Out, In>) =>
  readAs<Out[], In[]>(
    z.array(entry),
    z.array(z.unknown()).transform((wires) =>
      wires.flatMap((wire) => {
        const read = entry.safeParse(wire);
        return read.success ? [read.data] : [];
      }),
    ),
  );

/** A map of which an entry that cannot be read is left out. */
export const mapOfReadable = <Out, In>(key: z.ZodType<string, string>, value: z.ZodType<Out, In>) =>
  readAs<Record<string, Out>, Record<string, In>>(
    z.record(key, value) as unknown as z.ZodType<unknown, Record<string, In>>,
    z.record(z.string(), z.unknown()).transform((wires) =>
      Object.fromEntries(
        Object.entries(wires).flatMap(([name, wire]) => {
          const read = key.safeParse(name).success ? value.safeParse(wire) : null;
          return read?.success === true ? [[name, read.data] as const] : [];
        }),
      ),
    ),
  );

const made = new WeakMap<z.core.$ZodType, z.core.$ZodType>();

/** The form that is sent, and that a person's writing is held to: no unknown keys, at any depth, and every bound. */
export function strictly<S extends z.ZodType>(schema: S): S {
  return strict(schema) as S;
}

function strict(schema: z.core.$ZodType): z.core.$ZodType {
  const before = made.get(schema);
  if (before !== undefined) return before;
  const sent = sentForms.get(schema);
  const form = sent === undefined ? strictInside(schema) : strict(sent);
  made.set(schema, form);
  return form;
}

function strictInside(schema: z.core.$ZodType): z.core.$ZodType {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const like = (change: object) => z.core.clone(schema, { ...def, ...change } as never);
  switch (def.type) {
    case 'object': {
      const shape = Object.fromEntries(
        Object.entries(def.shape).map(([key, field]) => [key, strict(field as z.core.$ZodType)]),
      );
      return like({ shape, catchall: def.catchall ?? z.never() });
    }
    case 'array':
      return like({ element: strict(def.element) });
    case 'record':
      return like({ valueType: strict(def.valueType) });
    case 'union':
      return like({ options: def.options.map(strict) });
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
      return like({ innerType: strict(def.innerType) });
    case 'catch':
      return strict(def.innerType);
    case 'pipe':
      return like({ in: strict(def.in), out: strict(def.out) });
    default:
      return schema;
  }
}
