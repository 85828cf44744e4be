// Answers of a newer backend: whatever keys it adds and whatever words it uses, they are read, and what was known reads
// as it did. Over every route that there is, so that a new one is tested the day it is offered.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventsPageEnvelope } from '../../contract/api.ts';
import { parseEvent } from '../../contract/events.ts';
import { problem } from '../../contract/problem.ts';
import { readOrder } from '../../contract/read-order.ts';
import { openApi } from '../../backend/http/openapi.ts';
import { exchange } from './exchange.ts';
import { openBackend } from './record-backend.ts';
import { released } from './recorded.ts';
import { suits } from './route.ts';
import { atPlace, wordPlaces, withWord, type WordPlace } from './words.ts';

type Sample = {
  name: string;
  route: string;
  body: unknown;
  /** As a console or an administrator's program reads it; throws when it does not. */
  read: (body: unknown) => unknown;
  words: WordPlace[];
};
type Schema = Parameters<typeof wordPlaces>[0];

let house: Awaited<ReturnType<typeof openBackend>>;
let samples: Sample[];

beforeAll(async () => {
  house = await openBackend();
  const document = openApi(house.backend.endpoints, 'test') as {
    paths: Record<
      string,
      Record<string, { responses: Record<string, { content?: Record<string, { schema: Schema }> }> }>
    >;
    components: { schemas: Record<string, Schema> };
  };
  const recorded = released.at(-1)?.exchanges ?? [];
  const asked = await exchange(
    house.backend.url,
    { method: 'GET', path: '/openapi.json', token: null },
    null,
  );
  const answers = [
    ...recorded,
    { name: 'the document', asked: { method: 'GET', path: '/openapi.json' }, answered: asked },
  ];
  samples = answers.flatMap(({ name, asked: { method, path }, answered: { status, body } }) => {
    if (body === null) return [];
    if (status >= 400)
      return [{ name, route: 'a problem', body, read: (wire) => problem.parse(wire), words: [] }];
    const endpoint = house.backend.endpoints.find(
      (one) => one.method === method && suits(one.path, path) && one.answer !== undefined,
    );
    if (endpoint?.answer === undefined) return [];
    const { answer } = endpoint;
    const responses =
      document.paths[endpoint.path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]?.responses;
    const schema = Object.values(responses ?? {})[0]?.content?.['application/json']?.schema ?? {};
    return [
      {
        name,
        route: `${method} ${endpoint.path}`,
        body,
        read: endpoint.path === '/streams/:stream/events' ? readPage : (wire) => answer.parse(wire),
        words: wordPlaces(schema, body, document.components.schemas),
      },
    ];
  });
});
afterAll(() => house?.close());

/** A page is read event by event. */
function readPage(wire: unknown): unknown {
  const { events, head } = eventsPageEnvelope.parse(wire);
  return {
    head,
    events: events.map((one) => {
      const read = parseEvent(one);
      if (!read.ok) throw new Error(read.why);
      return read.event;
    }),
  };
}

/** Routes of the version that is being made, until it is recorded: then they have a sample and go from here. */
const notRecordedYet: readonly string[] = [];

test('there is a sample of every answer that is offered', () => {
  const routes = new Set(samples.map(({ route }) => route));
  const offered = house.backend.endpoints
    .filter(({ answer }) => answer !== undefined)
    .map(({ method, path }) => `${method} ${path}`);
  expect(offered.filter((route) => !routes.has(route)).toSorted()).toEqual(notRecordedYet.toSorted());
});

const strangeKey = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'then', 'length', '', '0', 'zone', 'v2'),
);
const strangeValue = fc.jsonValue({ maxDepth: 2 });
/** How one case differs: which of many places get a key, and what. */
const additions = fc.array(fc.tuple(fc.nat(), strangeKey, strangeValue), { minLength: 1, maxLength: 8 });

/** Every object within, the whole included. */
function objectsIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  // What somebody sends along for programs is theirs, whatever is in it.
  const inner = Object.entries(value).flatMap(([key, one]) => (key === 'data' ? [] : objectsIn(one)));
  return Array.isArray(value) ? inner : [value as Record<string, unknown>, ...inner];
}

function withKeys(
  body: unknown,
  keys: readonly [number, string, unknown][],
  optional: ReadonlySet<string>,
): unknown {
  const copy: unknown = structuredClone(body);
  const objects = objectsIn(copy);
  for (const [at, key, value] of keys) {
    const object = objects[at % objects.length];
    // A key that is known already is not a new one.
    if (object === undefined || Object.hasOwn(object, key) || optional.has(key)) continue;
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return copy;
}

test('keys that a newer backend adds, at every depth of every answer, change nothing', () => {
  const known = new Set(samples.flatMap(({ body }) => objectsIn(body).flatMap(Object.keys)));
  const meant = samples.map(({ body, read }) => read(body));
  fc.assert(
    fc.property(fc.nat(samples.length - 1), additions, (at, keys) => {
      const { body, read, route } = samples[at] as Sample;
      // A document and a problem are loose: they keep what they do not know.
      const got = read(withKeys(body, keys, known));
      if (route === 'a problem' || route === 'GET /openapi.json')
        expect(got).toMatchObject(meant[at] as object);
      else expect(got).toEqual(meant[at]);
    }),
    { numRuns: 3000 },
  );
});

/** All of it but what that one word decides: for a kind the object around it, in a list perhaps the entry. */
function expectAlikeBut(got: unknown, meant: unknown, { path, kind }: WordPlace): void {
  const [key, ...rest] = path;
  if (key === undefined || (kind && rest.length === 0)) return;
  if (Array.isArray(meant)) {
    const list = got as unknown[];
    const others = meant.toSpliced(key as number, 1);
    if (list.length === others.length) return expect(list).toEqual(others);
    expect(list.toSpliced(key as number, 1)).toEqual(others);
    return expectAlikeBut(list[key as number], meant[key as number], { path: rest, kind });
  }
  const told = got as Record<string, unknown>;
  const { [key]: word, ...others } = meant as Record<string, unknown>;
  expect(told).toMatchObject(others);
  if (rest.length > 0 && told[key] != null) expectAlikeBut(told[key], word, { path: rest, kind });
}

test('words that a newer backend uses, in every place that has one, do no harm to the rest', () => {
  const places = samples.flatMap((sample) => {
    const meant = sample.read(sample.body);
    return sample.words.map((place) => ({ sample, place, meant }));
  });
  expect(places.length).toBeGreaterThan(100);
  const unknownWord = fc.stringMatching(/^[a-z]{3,12}-[a-z]{3,8}$/);
  fc.assert(
    fc.property(fc.nat(places.length - 1), unknownWord, (at, word) => {
      const { sample, place, meant } = places[at]!;
      expect(atPlace(sample.body, place.path)).toBeTypeOf('string');
      const got = sample.read(withWord(sample.body, place.path, word));
      expectAlikeBut(got, meant, place);
    }),
    { numRuns: 2000 },
  );
});

const orders = released.flatMap(({ exchanges }) =>
  exchanges.flatMap(({ answered: { body } }) =>
    objectsIn(body).filter((one) => 'items' in one && 'ringAt' in one),
  ),
);

test('of an order in whatever state its number and id are read, as long as they are there', () => {
  const damage = fc.oneof(fc.constant('gone' as const), fc.jsonValue({ maxDepth: 1 }));
  const damages = fc.array(fc.tuple(fc.nat(), damage), { minLength: 1, maxLength: 12 });
  const kinds = new Set<string>();
  fc.assert(
    fc.property(fc.nat(orders.length - 1), damages, (at, hits) => {
      const order = structuredClone(orders[at]) as Record<string, unknown>;
      const { id, number } = order;
      const places = objectsIn(order).flatMap((object) =>
        Object.keys(object).map((key) => ({ object, key })),
      );
      for (const [where, what] of hits) {
        const { object, key } = places[where % places.length]!;
        if (object === order && (key === 'id' || key === 'number')) continue;
        if (what === 'gone') delete object[key];
        else object[key] = what;
      }
      const read = readOrder(order);
      kinds.add(read.kind);
      expect(read.kind === 'order' ? read.order : read).toMatchObject({ id, number });
    }),
    { numRuns: 2000 },
  );
  expect(kinds).toEqual(new Set(['order', 'unreadable']));
});
