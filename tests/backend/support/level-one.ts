// What a restaurant may have already: a list of open orders, a way to mark one ready, a Pusher authorizer, and events
// sent with the official SDK. It knows no sequence, no Idempotency-Key and nothing of consoles.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import Pusher from 'pusher';
import type { Embedded } from '../../pusher/support/embedded.ts';

export type ShopOrder = {
  id: number;
  ref: string;
  state: string;
  created_at: string;
  customer: { name: string };
  lines: { title: string; qty: number; remark?: string }[];
  total: string;
};

/** How it may fail; each is asked once per request, with the path. */
export type Weather = {
  /** What the list leaves out although it is open. */
  hidden: Set<number>;
  /** Requests to paths that contain one of these are done, and never answered. */
  answerLost: string[];
  /** The list breaks off in the middle. */
  truncated: boolean;
  down: boolean;
};

export type Shop = {
  url: string;
  weather: Weather;
  orders: Map<number, ShopOrder>;
  /** "METHOD path", in the order in which they came. */
  asked: string[];
  /** How often each order was marked ready. */
  marked: Map<number, number>;
  place(options?: { ring?: boolean }): Promise<ShopOrder>;
  ring(event: string, data: object): Promise<void>;
  stop(): Promise<void>;
};

export async function startShop(
  pusher: Embedded,
  { apiKey, channel, newOrder }: { apiKey: string; channel: string; newOrder: string },
): Promise<Shop> {
  const { host, port, app } = pusher.target;
  const sdk = new Pusher({
    appId: app.id,
    key: app.key,
    secret: app.secret,
    host,
    port: `${port}`,
    useTLS: false,
  });
  const weather: Weather = { hidden: new Set(), answerLost: [], truncated: false, down: false };
  const orders = new Map<number, ShopOrder>();
  const asked: string[] = [];
  const marked = new Map<number, number>();

  function answer(path: string, method: string, body: string): { status: number; text: string } {
    const json = (status: number, value: unknown) => ({ status, text: JSON.stringify(value) });
    if (method === 'GET' && path === '/api/orders?status=open') {
      const open = [...orders.values()].filter(
        ({ id, state }) => !weather.hidden.has(id) && (state === 'pending' || state === 'confirmed'),
      );
      const text = JSON.stringify({ data: open, next_page_url: null });
      return { status: 200, text: weather.truncated ? text.slice(0, text.length / 2) : text };
    }
    const one = /^\/api\/orders\/(\d+)$/.exec(path);
    if (method === 'GET' && one !== null) {
      const order = orders.get(Number(one[1]));
      return order === undefined ? json(404, { error: 'no such order' }) : json(200, { data: order });
    }
    const ready = /^\/api\/orders\/(\d+)\/ready$/.exec(path);
    if (method === 'POST' && ready !== null) {
      const order = orders.get(Number(ready[1]));
      if (order === undefined) return json(404, { error: 'no such order' });
      marked.set(order.id, (marked.get(order.id) ?? 0) + 1);
      order.state = 'ready_for_pickup';
      return json(200, { ok: true });
    }
    if (method === 'POST' && path === '/api/broadcasting/auth') {
      const form = new URLSearchParams(body);
      if (form.get('channel_name') !== channel) return json(403, { error: 'not yours' });
      return json(200, sdk.authorizeChannel(form.get('socket_id') ?? '', channel));
    }
    return json(404, { error: 'no such route' });
  }

  const server = http.createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const path = req.url ?? '';
      if (weather.down) return void req.socket.destroy();
      asked.push(`${req.method} ${path}`);
      if (req.headers['x-api-key'] !== apiKey) return void res.writeHead(401).end('{}');
      const { status, text } = answer(path, req.method ?? '', Buffer.concat(chunks).toString());
      const lost = weather.answerLost.findIndex((part) => path.includes(part));
      if (lost >= 0) {
        weather.answerLost.splice(lost, 1);
        return void req.socket.destroy();
      }
      res.writeHead(status, { 'content-type': 'application/json' }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const ring = async (event: string, data: object) => void (await sdk.trigger(channel, event, data));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`,
    weather,
    orders,
    asked,
    marked,
    ring,
    async place({ ring: rings = true } = {}) {
      const id = 4700 + orders.size;
      const order: ShopOrder = {
        id,
        ref: `B${id}`,
        state: 'pending',
        created_at: new Date().toISOString(),
        customer: { name: 'Ada' },
        lines: [{ title: 'Margherita', qty: 2, remark: 'no basil' }],
        total: '19.00',
      };
      orders.set(id, order);
      if (rings) await ring(newOrder, { message: 'an order came in' });
      return order;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
