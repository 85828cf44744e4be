// Limits how many requests one caller may make, and says from which pages' origins.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { householdOf } from '../pusher-server/index.ts';
import { createAllowance, type Rate } from './allowance.ts';
import type { Identify } from './endpoint.ts';
import { createKnownTokens } from './known-tokens.ts';
import { ProblemError } from './problem.ts';
import { markOf, tokenInHeaders } from './token.ts';

export type GuardParts = {
  app: FastifyInstance;
  identify: Identify;
  /** Origins whose pages may read answers; none by default. */
  corsOrigins: readonly string[];
  /** For each token that was found good. */
  perToken: Rate;
  /** For all at one address who sent none, or one that nobody has looked at yet. */
  perAddress: Rate;
  now: () => number;
};

const unlimited = new Set(['/healthz', '/readyz']);

/**
 * A token pays for itself only once it was found good: otherwise a new one for each request would never be limited.
 * Until then its address pays, and gets it back when the token turns out to be good, so that an office full of consoles
 * behind one address may come back all at once. Answers the way to tell who asks that keeps account of this.
 */
export function guard({ app, identify, corsOrigins, perToken, perAddress, now }: GuardParts): Identify {
  const known = createKnownTokens();
  // Apart from each other: however many addresses come, they make no token's account be forgotten.
  const tokens = createAllowance();
  const addresses = createAllowance();
  const paid = new WeakMap<FastifyRequest, string>();

  app.addHook('onRequest', async (request) => {
    if (unlimited.has(request.routeOptions.url ?? '')) return;
    const token = tokenInHeaders(request);
    const mark = token === null ? null : markOf(token);
    let wait;
    if (mark !== null && known.has(mark)) wait = tokens.take(mark, perToken, now());
    else {
      const household = householdOf(request.ip);
      wait = addresses.take(household, perAddress, now());
      if (wait === 0) paid.set(request, household);
    }
    throttle(wait);
  });
  answerCors(app, corsOrigins);

  return async (token, request) => {
    const found = await identify(token);
    const mark = markOf(token);
    if (!found.ok) {
      known.forget(mark);
      return found;
    }
    known.add(mark);
    const household = request && paid.get(request);
    if (household === undefined) return found;
    // It came in the body, or for the first time: what its address paid it pays itself.
    throttle(tokens.take(mark, perToken, now()));
    addresses.giveBack(household, perAddress);
    return found;
  };
}

function throttle(seconds: number): void {
  if (seconds > 0)
    throw new ProblemError('throttled', `Too many requests. Go on in ${seconds} s.`, {
      retryAfterSeconds: seconds,
    });
}

function answerCors(app: FastifyInstance, corsOrigins: readonly string[]): void {
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
