// Numbers for whoever watches the backend, in Prometheus' text format: for administrators, and for this very machine.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { may } from '../../contract/permissions.ts';
import type { Identify } from './endpoint.ts';
import { ProblemError } from './problem.ts';
import { processFigures } from './process-figures.ts';

export type Metrics = {
  requested(route: string, status: number, ms: number): void;
  published(lagMs: number, events: number): void;
  orderPlaced(): void;
  text(gauges: Record<string, number>): Promise<string>;
};

const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** What each gauge says, for whoever reads it without the documentation. */
const gaugeHelp: Record<string, string> = {
  writes_waiting: 'Writes that wait for their turn at the database',
  relay_streams_waiting: 'Streams with events that Pusher does not have yet',
  relay_behind_seconds: 'Age of the oldest event that Pusher does not have yet',
  pusher_failing: '1 while Pusher does not take what it is sent',
  pusher_connections: 'Connections to the embedded Pusher server',
  pusher_subscriptions: 'Subscriptions at the embedded Pusher server',
};

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const answers = new Counter({
    name: 'counterbell_requests_total',
    help: 'Requests that were answered',
    labelNames: ['route', 'status'],
    registers,
  });
  const requests = new Histogram({
    name: 'counterbell_request_seconds',
    help: 'From the request to its answer',
    buckets,
    registers,
  });
  const lag = new Histogram({
    name: 'counterbell_relay_lag_seconds',
    help: 'From the commit of an event to its taking by Pusher',
    buckets,
    registers,
  });
  const events = new Counter({
    name: 'counterbell_events_published_total',
    help: 'Events that Pusher has taken',
    registers,
  });
  const orders = new Counter({
    name: 'counterbell_orders_placed_total',
    help: 'Orders that were placed',
    registers,
  });
  const gauge = (name: string) =>
    registry.getSingleMetric(name) ??
    new Gauge({ name, help: gaugeHelp[name.replace('counterbell_', '')] ?? name, registers });
  return {
    requested(route, status, ms) {
      answers.inc({ route, status });
      requests.observe(ms / 1000);
    },
    published(lagMs, count) {
      lag.observe(lagMs / 1000);
      events.inc(count);
    },
    orderPlaced: () => orders.inc(),
    async text(gauges) {
      for (const [name, value] of Object.entries(gauges)) (gauge(`counterbell_${name}`) as Gauge).set(value);
      return `${await registry.metrics()}\n${await processFigures().metrics()}`;
    },
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
    return reply.type(Registry.PROMETHEUS_CONTENT_TYPE).send(await metrics.text(gauges()));
  });
}
