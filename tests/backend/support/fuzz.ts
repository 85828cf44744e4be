// Requests that nobody should send, made from the API's own document: nearly right, wrong, broken and hostile.
import { randomFrom, type Random } from '../../../backend/demo/random.ts';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Schema = {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  enum?: Json[];
  const?: Json;
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
};
type Parameter = { name: string; in: 'path' | 'query' | 'header'; required?: boolean; schema: Schema };
type Operation = {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
};
export type Document = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};

export type FuzzRequest = {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | Uint8Array | undefined;
  /** Whose token it carries. */
  as: string | null;
};

const hostile: readonly string[] = [
  "'; drop table orders; --",
  '" or 1=1 --',
  '%',
  '_',
  '\\',
  '../../../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  '%00',
  '\u0000',
  '\ud800',
  '\u202eevil',
  '{{7*7}}',
  '<script>alert(1)</script>',
  '__proto__',
  'constructor',
  'null',
  'NaN',
  '-1',
  '1e400',
  '99999999999999999999999',
  '',
  ' ',
  'restaurant:bella',
  'private-restaurant-bella',
  'user:admin',
  'x'.repeat(300),
  '😀'.repeat(60),
];

const wrong = (random: Random): Json =>
  random.pick<() => Json>([
    () => null,
    () => random.chance(0.5),
    () => random.whole(-5, 5),
    () => 1e308,
    () => 0.1,
    () => random.pick(hostile),
    () => [],
    () => ({}),
    () => [[[[[]]]]],
    () => ({ toString: 1, __proto__x: {} }),
    () => Array.from({ length: 300 }, () => 1),
    () => 'y'.repeat(random.whole(0, 3_000)),
  ])();

export function fuzzer(document: Document, seed: number, tokens: readonly string[]) {
  const random = randomFrom(seed);
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

  function follow(schema: Schema): Schema {
    const name = schema.$ref?.split('/').at(-1);
    return name === undefined ? schema : follow(document.components.schemas[name] ?? {});
  }

  function text(schema: Schema): string {
    if (schema.format === 'date-time')
      return random.chance(0.8)
        ? new Date(random.whole(0, 4e12 / 1000) * 1000).toISOString()
        : '2026-13-45T99:99:99Z';
    if (schema.format === 'uuid' || schema.format === 'guid' || schema.pattern?.includes('{8}-'))
      return random.chance(0.7) ? '00000000-0000-4000-8000-00000000000a' : random.pick(hostile);
    if (schema.pattern?.includes('\\.\\d+') === true) return random.pick(['123.456', '1.2.3', 'a.b', '..']);
    if (random.chance(0.5)) return random.pick(hostile);
    return 'abcdefghij'.slice(0, Math.max(schema.minLength ?? 1, random.whole(1, 10)));
  }

  function value(given: Schema, depth: number): Json {
    if (random.chance(0.07) || depth > 8) return wrong(random);
    const schema = follow(given);
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return random.pick(schema.enum);
    const choice = schema.anyOf ?? schema.oneOf;
    if (choice) return value(random.pick(choice), depth + 1);
    if (schema.allOf) return value(schema.allOf[0] ?? {}, depth + 1);
    const type = Array.isArray(schema.type) ? random.pick(schema.type) : schema.type;
    switch (type) {
      case 'object': {
        const made: Record<string, Json> = {};
        for (const [name, inner] of Object.entries(schema.properties ?? {})) {
          const needed = schema.required?.includes(name) === true;
          if (needed ? random.chance(0.95) : random.chance(0.5)) made[name] = value(inner, depth + 1);
        }
        if (random.chance(0.05)) made[random.pick(hostile)] = wrong(random);
        return made;
      }
      case 'array':
        return Array.from({ length: random.whole(0, 3) }, () => value(schema.items ?? {}, depth + 1));
      case 'integer':
      case 'number':
        return random.chance(0.7)
          ? random.whole(Math.max(-10, schema.minimum ?? -10), Math.min(500, schema.maximum ?? 500))
          : random.pick([-1, 0, 1.5, 2 ** 53, -(2 ** 31), 1e21]);
      case 'boolean':
        return random.chance(0.5);
      case 'null':
        return null;
      case 'string':
        return text(schema);
      default:
        return wrong(random);
    }
  }

  function bodyOf(operation: Operation, headers: Record<string, string>): string | Uint8Array | undefined {
    const content = operation.requestBody?.content;
    if (!content) return random.chance(0.05) ? '{"unasked":1}' : undefined;
    const type = random.pick(Object.keys(content));
    headers['content-type'] = random.chance(0.95)
      ? type
      : random.pick([
          'text/plain',
          'application/xml',
          'application/json; charset=utf-16',
          'multipart/form-data',
          '/',
        ]);
    const made = value(content[type]?.schema ?? {}, 0);
    if (type !== 'application/json')
      return new URLSearchParams(
        Object.entries(typeof made === 'object' && made !== null ? made : {}).map(([name, one]) => [
          name,
          typeof one === 'object' ? JSON.stringify(one) : String(one),
        ]),
      ).toString();
    const json = JSON.stringify(made);
    const way = random.next();
    if (way < 0.04) return json.slice(0, random.whole(0, json.length));
    if (way < 0.07) return new Uint8Array([...new TextEncoder().encode(json.slice(0, 20)), 0xff, 0xc0, 0x80]);
    if (way < 0.09) return `${json}${'['.repeat(5_000)}`;
    if (way < 0.1) return json.replace('{', `{"__proto__":{"admin":true},`);
    if (way < 0.11) return JSON.stringify({ items: [{ name: 'z'.repeat(1_200_000) }] });
    return json;
  }

  return function next(): FuzzRequest {
    const { path, method, operation } = random.pick(operations);
    const headers: Record<string, string> = {};
    let address = path;
    const query = new URLSearchParams();
    for (const parameter of operation.parameters ?? []) {
      const made = value(parameter.schema, 1);
      const word = typeof made === 'string' ? made : JSON.stringify(made);
      if (parameter.in === 'path') address = address.replace(`{${parameter.name}}`, safePath(word, random));
      else if (parameter.in === 'header') {
        if (random.chance(0.5))
          headers[parameter.name] = word.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 400) || 'k';
      } else if (parameter.required === true || random.chance(0.6)) query.append(parameter.name, whole(word));
    }
    if (random.chance(0.03))
      address = random.pick(['/../../etc/passwd', '//evil.example', '/%', '/orders/%2e%2e/x', '/.git']);
    const as = random.chance(0.85) ? random.pick(tokens) : null;
    if (as === null && random.chance(0.3))
      headers.authorization = random.pick([
        'Bearer',
        'Bearer x y',
        'Basic Zm9v',
        'Bearer ' + 'a'.repeat(5_000),
      ]);
    const body = bodyOf(operation, headers);
    const found = query.toString();
    return {
      method: method.toUpperCase(),
      path: address + (found === '' ? '' : `?${found}`),
      headers,
      body,
      as,
    };
  };
}

/** Halves of characters cannot be put into an address at all. */
const whole = (word: string) => word.replaceAll(/\p{Surrogate}/gu, '?');

/** Encoded as a client would, or not. */
function safePath(word: string, random: Random): string {
  const encoded = encodeURIComponent(whole(word));
  return (random.chance(0.9) ? encoded : encoded.replaceAll('%', '%25')) || 'x';
}
