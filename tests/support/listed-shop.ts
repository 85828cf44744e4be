// A counter whose restaurant keeps the order system it had: a list, a way to mark ready, an authorizer.
import { policy } from '../../contract/policy.ts';
import type { BackendAnswer, BackendRequest } from '../../core/ports/backend.ts';
import { answered, createCounter } from './counter.ts';

export type Theirs = {
  id: number;
  number: string;
  status: string;
  created_at: string;
  items: { name: string }[];
};

export const theirOrder = (id: number): Theirs => ({
  id,
  number: `#${id}`,
  status: 'open',
  created_at: '2026-03-14T16:59:00Z',
  items: [{ name: 'Ramen' }],
});

export const listedPolicy = policy.parse({
  backend: {
    url: 'https://orders.example',
    existing: {
      restaurant: { id: 'r1', name: 'Noodle House', currency: 'EUR' },
      token: 'let-me-in',
      header: { name: 'X-Api-Key', value: ':token' },
      list: { path: '/api/orders?state=open', field: 'data' },
      ready: { method: 'PUT', path: '/api/orders/:id', body: { state: 'ready' } },
      authorize: { path: '/broadcasting/auth', style: 'form' },
      pusher: { key: 'k', host: '', port: 6001, tls: false },
      channel: 'private-orders',
      statuses: { open: 'new', done: 'ready' },
    },
  },
});

export function shop(
  over: Partial<{
    list: () => BackendAnswer;
    ready: (request: BackendRequest) => BackendAnswer;
    files: Map<string, Uint8Array>;
  }> = {},
) {
  const orders: Theirs[] = [];
  const list = () => answered(200, { data: orders });
  const ready = () => answered(200, {});
  const counter = createCounter({
    policy: listedPolicy,
    ...(over.files === undefined ? {} : { files: over.files }),
    answer: (request) => (request.method === 'GET' ? (over.list ?? list)() : (over.ready ?? ready)(request)),
  });
  const doorbell = (name: string) =>
    counter.signal({ kind: 'event', channel: 'private-orders', name, data: {} });
  return { ...counter, orders, list, doorbell };
}

export const withMore = (list: object, order?: object) => {
  const { backend } = listedPolicy;
  const existing = { ...backend?.existing, list: { path: '/api/orders', field: 'data', ...list } };
  return policy.parse({ backend: { ...backend, existing: { ...existing, ...(order && { order }) } } });
};
