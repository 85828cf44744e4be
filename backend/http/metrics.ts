// Numbers for whoever watches the backend, in Prometheus' text format: for administrators, and for this very machine.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { may } from '../../contract/permissions.ts';
import type { Identify } from './endpoint.ts';
import { ProblemError } from './problem.ts';

export type Metrics = {
  requested(route: string, status: number, ms: number): void;
  published(lagMs: number, events: number): void;
  orderPlaced(): void;
  text(gauges: Record<string, number>): string;
};

const buckets = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000];

function histogram() {
  const counts = buckets.map(() => 0);
  let sum = 0;
  let count = 0;
  return {
    add(ms: number) {
      sum += ms;
      count += 1;
      for (const [i, most] of buckets.entries()) if (ms <= most) counts[i] = (counts[i] ?? 0) + 1;
    },
    lines(name: string): string[] {
      return [
        `# TYPE ${name} histogram`,
        ...buckets.map((most, i) => `${name}_bucket{le="${most / 1000}"} ${counts[i]}`),
        `${name}_bucket{le="+Inf"} ${count}`,
        `${name}_sum ${sum / 1000}`,
        `${name}_count ${count}`,
      ];
    },
  };
}

export function createMetrics(): Metrics {
  const answers = new Map<string, number>();
  const requests = histogram();
  const lag = histogram();
  let events = 0;
  let orders = 0;
  return {
    requested(route, status, ms) {
      const name = `route="${route}",status="${status}"`;
      answers.set(name, (answers.get(name) ?? 0) + 1);
      requests.add(ms);
    },
    published(lagMs, count) {
      lag.add(lagMs);
      events += count;
    },
    orderPlaced: () => void (orders += 1),
    text: (gauges) =>
      [
        '# TYPE counterbell_requests_total counter',
        ...[...answers].map(([name, count]) => `counterbell_requests_total{${name}} ${count}`),
        ...requests.lines('counterbell_request_seconds'),
        ...lag.lines('counterbell_relay_lag_seconds'),
        '# TYPE counterbell_events_published_total counter',
        `counterbell_events_published_total ${events}`,
        '# TYPE counterbell_orders_placed_total counter',
        `counterbell_orders_placed_total ${orders}`,
        ...Object.entries(gauges).flatMap(([name, value]) => [
          `# TYPE counterbell_${name} gauge`,
          `counterbell_${name} ${value}`,
        ]),
        '',
      ].join('\n'),
  };
}

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
const proxyHeaders = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
];

/**
 * Somebody at this machine, who asked for it by its own loopback name and port. A proxy nobody told us of shows itself
 * by what it adds, by the name it was asked by, or by speaking HTTP/1.0 as nginx does unless told otherwise.
 */
function isDirectlyFromHere(request: FastifyRequest): boolean {
  if (!loopback.has(request.socket.remoteAddress ?? '')) return false;
  if (request.raw.httpVersion !== '1.1') return false;
  if (proxyHeaders.some((name) => request.headers[name] !== undefined)) return false;
  const asked = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::(\d+))?$/i.exec(request.headers.host ?? '');
  const port = asked?.[1] ?? (request.protocol === 'https' ? '443' : '80');
  return asked !== null && Number(port) === request.socket.localPort;
}

export type MetricsParts = {
  app: FastifyInstance;
  /** By its own settings it is reached through a proxy, where everybody comes from this machine. */
  behindProxy: boolean;
  metrics: Metrics;
  identify: Identify;
  gauges: () => Record<string, number>;
};

export function offerMetrics({ app, behindProxy, metrics, identify, gauges }: MetricsParts): void {
  app.addHook('onResponse', async (request, reply) => {
    metrics.requested(request.routeOptions.url ?? 'none', reply.statusCode, reply.elapsedTime);
  });
  app.get('/metrics', async (request, reply) => {
    const token = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
    const found = token === undefined ? null : await identify(token, request);
    const admin = found?.ok === true && may(found.value, 'metrics', 'global');
    const local = !behindProxy && isDirectlyFromHere(request);
    if (!admin && !local)
      throw new ProblemError('not-allowed', 'Metrics are for administrators, or from the machine itself.');
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(metrics.text(gauges()));
  });
}
