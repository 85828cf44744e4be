// A running backend with one restaurant in it, and those who talk to it.
import { pino, type Logger } from 'pino';
import type { CommandAnswer, EnrolAnswer, placedAnswer } from '../../../contract/api.ts';
import type { NewOrder } from '../../../contract/order.ts';
import type { Event } from '../../../contract/events.ts';
import type { RestaurantSettings } from '../../../contract/restaurant.ts';
import type { z } from 'zod';
import { startBackend, type Backend } from '../../../backend/backend.ts';
import { readConfig } from '../../../backend/config.ts';
import { openStore } from '../../../backend/db/open.ts';
import type { Store } from '../../../backend/db/store.ts';
import { addRestaurant, plainSettings } from '../../../backend/restaurant/restaurants.ts';
import { heldTo, type Heard } from './sent-strictly.ts';
import { cheapSecrets } from '../identity-house.ts';

export type Answer<T = Record<string, unknown>> = {
  status: number;
  body: T;
  headers: Headers;
};
export type Placed = z.infer<typeof placedAnswer>;

/** Speaks to one backend with one token. */
export type Client = {
  token: string;
  ask<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer<T>>;
  get<T = Record<string, unknown>>(path: string): Promise<Answer<T>>;
  post<T = Record<string, unknown>>(path: string, body?: unknown, key?: string): Promise<Answer<T>>;
};

export function clientOf(
  url: string,
  token: string | null,
  check: (heard: Heard) => void = () => undefined,
): Client {
  async function ask<T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const answer = await fetch(url + path, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (text.startsWith('{')) check({ method, path, status: answer.status, body: JSON.parse(text) });
    return {
      status: answer.status,
      body: (text === '' ? {} : JSON.parse(text)) as T,
      headers: answer.headers,
    };
  }
  return {
    token: token ?? '',
    ask,
    get: (path) => ask('GET', path),
    post: (path, body, key) => ask('POST', path, body, key === undefined ? {} : { 'idempotency-key': key }),
  };
}

export type Shop = {
  backend: Backend;
  store: Store;
  /** Added to the real time. */
  /** `stop`: from then on nothing happens only because time passes. */
  clock: { ahead: number; now(): number; stop(): void; goOn(): void };
  restaurant: string;
  /** One enrolled device. */
  till: Client & { enrolment: EnrolAnswer };
  /** The sales channel. */
  web: Client;
  nobody: Client;
  client(token: string): Client;
  enrol(installId: string): Promise<Client & { enrolment: EnrolAnswer }>;
  place(order?: Partial<NewOrder>, key?: string): Promise<Placed>;
  command(id: string, verb: string, body?: unknown, key?: string): Promise<Answer<CommandAnswer>>;
  events(stream: string, after?: number): Promise<Event[]>;
  close(): Promise<void>;
};

export type ShopOptions = {
  database: string;
  settings?: Partial<RestaurantSettings>;
  env?: Record<string, string>;
  restaurant?: string;
  logger?: Logger;
};

export const simpleOrder: NewOrder = {
  items: [{ name: 'Margherita', quantity: 1, price: 950, modifiers: [], allergens: ['gluten', 'milk'] }],
};

export async function openShop(options: ShopOptions): Promise<Shop> {
  const restaurant = options.restaurant ?? 'bella';
  const store = await openStore(options.database);
  let stoppedAt: number | null = null;
  const clock = {
    ahead: 0,
    now: () => (stoppedAt ?? Date.now()) + clock.ahead,
    stop: () => void (stoppedAt = Date.now()),
    goOn: () => void (stoppedAt = null),
  };
  const backend = await startBackend({
    config: readConfig({ PORT: '0', COUNTERBELL_TELL_SECONDS: '0.3', ...options.env }, []),
    store,
    logger: options.logger ?? pino({ level: 'silent' }),
    now: clock.now,
    random: Math.random,
    secretCost: cheapSecrets,
  });
  const { identity } = backend;
  await store.write((tx) =>
    addRestaurant(tx, restaurant, { ...plainSettings, name: 'Bella', ...options.settings }, clock.now()),
  );
  const key = await identity.addKey({ kind: 'channel', restaurant, name: 'web' });
  const code = await identity.addCode({ restaurant, maxUses: null, expiresAt: null });
  if (!key.ok || !code.ok) throw new Error('The shop could not be opened: it has no key or no code.');

  const check = heldTo(backend.endpoints);
  const client = (token: string | null) => clientOf(backend.url, token, check);
  const nobody = client(null);
  const web = client(key.value.key);
  async function enrol(installId: string) {
    const answer = await nobody.post<EnrolAnswer>('/enrol', {
      code: code.ok ? code.value.code : '',
      installId,
      deviceName: 'Till',
    });
    if (answer.status !== 201) throw new Error(`Not enrolled: ${JSON.stringify(answer.body)}`);
    return { ...client(answer.body.token), enrolment: answer.body };
  }
  const till = await enrol('install-of-the-till');
  return {
    backend,
    store,
    clock,
    restaurant,
    till,
    web,
    nobody,
    client,
    enrol,
    async place(order = {}, orderKey) {
      const answer = await web.post<Placed>('/orders', { ...simpleOrder, ...order }, orderKey);
      if (answer.status !== 201) throw new Error(`Not placed: ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
    command: (id, verb, body = {}, commandKey) =>
      till.post<CommandAnswer>(`/orders/${id}/${verb}`, body, commandKey),
    async events(stream, after = 0) {
      const rows = await store.read
        .selectFrom('events')
        .select('body')
        .where('stream', '=', stream)
        .where('seq', '>', after)
        .orderBy('seq')
        .execute();
      return rows.map((row) => JSON.parse(row.body) as Event);
    },
    async close() {
      await backend.stop();
      await store.close();
    },
  };
}

/** Asks again and again until the answer is one, and says what was waited for when it never is. */
export async function until<T>(
  what: string,
  look: () => Promise<T | false | null | undefined> | T | false | null | undefined,
  withinMs = 15_000,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== false && found !== null && found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`Waited ${withinMs} ms in vain for: ${what}`);
    await new Promise((resolve) => void setTimeout(resolve, 20));
  }
}
