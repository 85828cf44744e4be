// What every request meets first: how many one caller may make, and from which pages' origins.
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createAllowance, type Rate } from './allowance.ts';
import { ProblemError } from './problem.ts';

export type GuardParts = {
  app: FastifyInstance;
  /** Origins whose pages may read answers; none by default. */
  corsOrigins: readonly string[];
  /** For each token. Whoever sends none shares what its address has. */
  perToken: Rate;
  perAddress: Rate;
  now: () => number;
};

const unlimited = new Set(['/healthz', '/readyz', '/metrics']);

export function guard({ app, corsOrigins, perToken, perAddress, now }: GuardParts): void {
  const allowance = createAllowance();

  app.addHook('onRequest', async (request) => {
    if (unlimited.has(request.routeOptions.url ?? '')) return;
    const token = sentToken(request);
    const wait =
      token === null
        ? allowance.take(`address:${request.ip}`, perAddress, now())
        : allowance.take(`token:${token}`, perToken, now());
    if (wait > 0)
      throw new ProblemError('throttled', `Too many requests. Go on in ${wait} s.`, {
        retryAfterSeconds: wait,
      });
  });

  if (corsOrigins.length === 0) return;
  const allowed = new Set(corsOrigins);
  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    reply.header('vary', 'Origin');
    if (origin === undefined || !allowed.has(origin)) return;
    reply.header('access-control-allow-origin', origin);
    reply.header('access-control-expose-headers', 'Retry-After');
  });
  app.options('/*', async (request, reply) => {
    if (allowed.has(request.headers.origin ?? '')) {
      reply.header('access-control-allow-methods', 'GET, POST, PUT, DELETE');
      reply.header('access-control-allow-headers', 'Authorization, Content-Type, Idempotency-Key, X-Api-Key');
      reply.header('access-control-max-age', '600');
    }
    return reply.code(204).send();
  });
}

/** Hashed, so that no token is kept. */
function sentToken(request: FastifyRequest): string | null {
  const sent = request.headers.authorization ?? request.headers['x-api-key'];
  if (typeof sent !== 'string' || sent === '') return null;
  return createHash('sha256').update(sent).digest('base64url').slice(0, 22);
}
