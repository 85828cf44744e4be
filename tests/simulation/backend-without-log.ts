// Simulates an order system that was there before Counterbell: it lists open orders, takes "ready", authorizes, and rings.
import { policy as policyShape, type Policy } from '../../contract/policy.ts';
import type { BackendRequest } from '../../core/ports/backend.ts';
import type { Chance } from './chance.ts';
import { dawn, type Timeline } from './clock.ts';
import { signatureOf, type PusherService } from './pusher.ts';
import type { HttpAnswer } from './http-answer.ts';
import type { Trace } from './trace.ts';

export type Theirs = { id: number; number: string; status: 'open' | 'done'; created_at: string };

const channel = 'private-orders';
const key = 'the key to their house';

export const shopPolicy: Policy = policyShape.parse({
  backend: {
    url: 'http://shop.sim',
    existing: {
      restaurant: { id: 'r1', name: 'The Old Noodle House', currency: 'EUR' },
      token: key,
      list: { path: '/orders?state=open', field: 'data' },
      ready: { method: 'PUT', path: '/orders/:id', body: { state: 'done' } },
      authorize: { path: '/broadcasting/auth', style: 'form' },
      pusher: { key: 'sim-key', host: 'pusher.sim', port: 443, tls: true },
      channel,
      statuses: { open: 'new', done: 'ready' },
    },
  },
});

export class BackendWithoutLog {
  readonly orders = new Map<number, Theirs>();
  /** Every number there ever was, and since when it stood in the list as open. */
  readonly openSince = new Map<number, number>();
  /** Each time somebody said "ready": whether that changed anything. */
  readonly readied: { id: number; changed: boolean }[] = [];
  /** The next reading of the list is answered wrongly, once. */
  lie: 'empty' | 'nameless' | 'no-list' | null = null;

  readonly #timeline: Timeline;
  readonly #chance: Chance;
  readonly #trace: Trace;
  readonly #pusher: PusherService;

  constructor(timeline: Timeline, chance: Chance, trace: Trace, pusher: PusherService) {
    this.#timeline = timeline;
    this.#chance = chance;
    this.#trace = trace;
    this.#pusher = pusher;
  }

  place(): void {
    const id = this.openSince.size + 101;
    const created_at = new Date(dawn + this.#timeline.now).toISOString();
    this.orders.set(id, { id, number: `N${id}`, status: 'open', created_at });
    this.openSince.set(id, this.#timeline.now);
    this.#say(`placed N${id}`);
    this.#ring('order.new', id);
  }

  /** Handed over, or cancelled at their till: it is no longer listed. */
  close(id: number): void {
    if (!this.orders.delete(id)) return;
    this.#say(`closed N${id}`);
    this.#ring('order.updated', id);
  }

  answer(request: BackendRequest): HttpAnswer {
    const ok = (body: unknown): HttpAnswer => ({ status: 200, body, retryAfterMs: null });
    const [path = ''] = request.path.split('?');
    if (path === '/broadcasting/auth')
      return ok({
        auth: signatureOf(`${request.form?.['socket_id']}:${request.form?.['channel_name']}`),
      });
    if (request.method === 'GET') return ok(this.#list());
    const order = this.orders.get(Number(path.split('/').at(-1)));
    if (order === undefined) return { status: 404, body: {}, retryAfterMs: null };
    this.readied.push({ id: order.id, changed: order.status === 'open' });
    this.#say(`ready N${order.id}`);
    this.orders.set(order.id, { ...order, status: 'done' });
    return ok({});
  }

  #list(): unknown {
    const { lie } = this;
    this.lie = null;
    const data = [...this.orders.values()].map((order) => ({ ...order, items: [{ name: 'Ramen' }] }));
    if (lie !== null) this.#say(`answers its list wrongly: ${lie}`);
    switch (lie) {
      case 'empty':
        return { data: [] };
      case 'nameless':
        return { data: [{ items: [] }] };
      case 'no-list':
        return { error: 'try again' };
      case null:
        return { data };
    }
  }

  /** Some name the order, some only ring. */
  #ring(name: string, id: number): void {
    this.#timeline.after(this.#chance.between(1, 50), () => {
      if (this.#pusher.up) this.#pusher.publish(channel, name, this.#chance.happens(0.5) ? { id } : {});
    });
  }

  #say(what: string): void {
    if (this.#trace.on) this.#trace.say('shop', what);
  }
}
