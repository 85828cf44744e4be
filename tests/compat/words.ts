// Where in an answer a word stands that is one of a fixed few, by the schema of the answer's route.

/** `kind`: the word that says which of several shapes the object around it has. */
export type WordPlace = { path: (string | number)[]; kind: boolean };
type Schema = {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  items?: Schema;
};

export function wordPlaces(schema: Schema, value: unknown, named: Record<string, Schema>): WordPlace[] {
  const found: WordPlace[] = [];
  const look = (of: Schema, at: unknown, path: (string | number)[]): void => {
    const here = resolved(of, named);
    const choice = here.anyOf ?? here.oneOf;
    if (choice !== undefined) {
      const branch = choice.find((one) => fits(one, at, named));
      if (branch !== undefined) look(branch, at, path);
      return;
    }
    if (typeof at === 'string') {
      if (here.const !== undefined) found.push({ path, kind: true });
      else if (here.enum !== undefined) found.push({ path, kind: path.at(-1) === 'type' });
      return;
    }
    if (typeof at !== 'object' || at === null) return;
    if (Array.isArray(at)) {
      const { items } = here;
      if (items !== undefined) for (const [index, one] of at.entries()) look(items, one, [...path, index]);
      return;
    }
    for (const [key, inner] of Object.entries(at)) {
      const below = here.properties?.[key] ?? here.additionalProperties;
      if (typeof below === 'object') look(below, inner, [...path, key]);
    }
  };
  look(schema, value, []);
  return found;
}

const resolved = (schema: Schema, named: Record<string, Schema>): Schema =>
  schema.$ref === undefined ? schema : (named[schema.$ref.split('/').at(-1) ?? ''] ?? {});

function fits(of: Schema, value: unknown, named: Record<string, Schema>): boolean {
  const schema = resolved(of, named);
  const choice = schema.anyOf ?? schema.oneOf;
  if (choice !== undefined) return choice.some((one) => fits(one, value, named));
  if (schema.const !== undefined) return schema.const === value;
  if (schema.enum !== undefined) return schema.enum.includes(value);
  if (schema.type === undefined) return true;
  const is = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  const types = [schema.type].flat().map((type) => (type === 'integer' ? 'number' : type));
  if (!types.includes(is)) return false;
  if (is !== 'object') return true;
  const told = value as Record<string, unknown>;
  return (
    (schema.required ?? []).every((key) => key in told) &&
    Object.entries(schema.properties ?? {}).every(
      ([key, inner]) => !(key in told) || fits(inner, told[key], named),
    )
  );
}

export function atPlace(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce((at, key) => (at as Record<string, unknown>)[key], value);
}

/** A copy with another word there. */
export function withWord(value: unknown, path: readonly (string | number)[], word: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return word;
  const inner = withWord((value as Record<string, unknown>)[key], rest, word);
  if (Array.isArray(value)) return value.with(key as number, inner);
  return { ...(value as object), [key]: inner };
}
