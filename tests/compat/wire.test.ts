// What a released version and today's say to each other over HTTP and Pusher: today's reads what that one answered,
// answers what that one asked, and in words that that one can read.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventsPageEnvelope } from '../../contract/api.ts';
import { readEnrolmentCode } from '../../contract/enrolment-code.ts';
import { parseEvent } from '../../contract/events.ts';
import { policy } from '../../contract/policy.ts';
import { problem } from '../../contract/problem.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { openBackend } from './record-backend.ts';
import { answersOf, released } from './recorded.ts';
import { missingIn, replay, type Replayed } from './replay.ts';
import { suits } from './route.ts';

test('every release but the one that is being made has its recording', () => {
  expect(released.map(({ version }) => version)).toContain('0.1.0');
  for (const { version, exchanges } of released) {
    expect(version.localeCompare(packageJson.version, 'en', { numeric: true })).toBeLessThanOrEqual(0);
    expect(exchanges.length).toBeGreaterThan(80);
  }
});

describe.each(released)('version $version', (then) => {
  let house: Awaited<ReturnType<typeof openBackend>>;
  let replayed: Replayed[];
  beforeAll(async () => {
    house = await openBackend();
    replayed = await replay(then, house);
  });
  afterAll(() => house?.close());

  test('every answer is read as it was meant', () => {
    for (const { name, asked, answered } of then.exchanges) {
      const route = house.backend.endpoints.find(
        ({ method, path }) => method === asked.method && suits(path, asked.path),
      );
      const schema = answered.status >= 400 ? problem : route?.answer;
      if (schema === undefined) expect(answered.body, name).toBeNull();
      else expect(schema.parse(answered.body), name).toEqual(answered.body);
    }
  });

  test('every event is read, from the log and over Pusher', () => {
    const pages = then.exchanges.filter(
      ({ asked, answered }) => suits('/streams/:stream/events', asked.path) && answered.status === 200,
    );
    const logged = pages.flatMap(({ answered }) => eventsPageEnvelope.parse(answered.body).events);
    const pushed = then.frames.map(({ data }) => JSON.parse(data) as unknown);
    const types = new Set<string>();
    for (const wire of [...logged, ...pushed]) {
      const read = parseEvent(wire);
      expect(read).toEqual({ ok: true, event: wire });
      if (read.ok) types.add(read.event.type);
    }
    expect([...types]).toEqual(
      expect.arrayContaining([
        'order.new',
        'order.updated',
        'order.cancelled',
        'order.ready',
        'restaurant.updated',
        'device.revoked',
        'escalation.raised',
        'escalation.cancelled',
      ]),
    );
    expect(pushed.some((event) => (event as { ref?: boolean }).ref === true)).toBe(true);
  });

  test('everything it asks is answered as before', () => {
    const told = replayed.map(({ name, now, recorded }) => ({
      name,
      status: now.status,
      code: codeOf(now.body),
      missing: missingIn(now.body, recorded.body),
    }));
    expect(told).toEqual(
      replayed.map(({ name, recorded }) => ({
        name,
        status: recorded.status,
        code: codeOf(recorded.body),
        missing: [],
      })),
    );
  });

  test('it can read what it is answered today', () => {
    const answers = answersOf(then);
    for (const { name, asked, now } of replayed) {
      if (now.status >= 400) continue;
      const found = answers.find(({ method, path }) => method === asked.method && suits(path, asked.path));
      if (found === undefined) continue;
      const read = found.answer.safeParse(ofKnownTypes(now.body));
      expect(read.error?.issues ?? [], name).toEqual([]);
    }
  });

  /** Of an event whose type it does not know, every version reads the place and nothing else. */
  function ofKnownTypes(body: unknown): unknown {
    const page = eventsPageEnvelope.safeParse(body);
    if (!page.success) return body;
    const document = JSON.stringify(then.openApi);
    const events = page.data.events.filter((wire) => {
      const { type } = wire as { type: string };
      if (document.includes(JSON.stringify(type))) return true;
      expect(parseEvent({ ...(wire as object), type: 'of a newer version' })).toMatchObject({ ok: true });
      return false;
    });
    return { ...page.data, events };
  }

  test('policies and enrolment codes that people hold are taken', () => {
    for (const { name, text } of then.policies)
      expect(policy.safeParse(JSON.parse(text)), name).toMatchObject({ success: true });
    for (const { typed, ...meant } of then.codes) expect(readEnrolmentCode(typed)).toEqual(meant);
  });
});

const codeOf = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && 'code' in body && 'detail' in body ? body.code : null;
