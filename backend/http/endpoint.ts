// Offers routes: what is asked and answered is a schema, parsed here, and listed for the API's document.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Principal } from '../../contract/permissions.ts';
import { idempotencyKey } from '../../contract/api.ts';
import { cutText, wholeText } from '../../contract/wire.ts';
import type { Result } from './refusal.ts';
import { inFirstProtocol, speaksFirstProtocol } from './first-protocol.ts';
import { isFromForeignPage } from './foreign-page.ts';
import { ProblemError } from './problem.ts';
import { tokenInHeaders, tokenOf } from './token.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
type Schema = z.ZodType;

export type Endpoint<P extends Schema, Q extends Schema, B extends Schema, A extends Schema> = {
  method: Method;
  /** With `:name` for parameters. */
  path: string;
  summary: string;
  /** 'nobody': no token is looked at; 'somebody': without a valid one the answer is 401. */
  asks: 'nobody' | 'somebody';
  params?: P;
  query?: Q;
  body?: B;
  /** The answer's schema; without it the answer is empty (204). */
  answer?: A;
  /** Keys of the answer that came after the first protocol: whoever speaks that one refuses an answer with them. */
  later?: readonly string[];
  status?: 200 | 201;
  /** Takes an Idempotency-Key. */
  idempotent?: boolean;
  /** Also takes an HTML form's encoding. */
  form?: boolean;
  /** Also takes the token in the body, which therefore has to be read before it is known who asks. */
  tokenInBody?: boolean;
  bodyLimit?: number;
  /** Throws when whoever asks may not ask this at all: looked at before a long body is read. */
  admit?: (principal: Principal) => unknown;
};

export type Call<P, Q, B> = {
  params: P;
  query: Q;
  body: B;
  /** The Idempotency-Key, when one was sent. */
  key: string | null;
  token: string | null;
  address: string;
  request: FastifyRequest;
  reply: FastifyReply;
};
export type Signed<C> = C & { principal: Principal };

/** An answer that is JSON already. */
export class RawJson {
  readonly json: Buffer;
  /** Text is made bytes here, once: on its way it would be measured first, and then made bytes. */
  constructor(json: string | Buffer) {
    this.json = typeof json === 'string' ? Buffer.from(json) : json;
  }
}

/** `request` is what the token came with, when it came with one. */
export type Identify = (token: string, request?: FastifyRequest) => Promise<Result<Principal>>;

export type Api = {
  app: FastifyInstance;
  /** Every endpoint offered so far. */
  offered: Endpoint<Schema, Schema, Schema, Schema>[];
  open<P extends Schema, Q extends Schema, B extends Schema, A extends Schema>(
    endpoint: Endpoint<P, Q, B, A> & { asks: 'nobody' },
    handle: (call: Call<z.output<P>, z.output<Q>, z.output<B>>) => Promise<z.input<A> | RawJson | void>,
  ): void;
  signed<P extends Schema, Q extends Schema, B extends Schema, A extends Schema>(
    endpoint: Endpoint<P, Q, B, A> & { asks: 'somebody' },
    handle: (
      call: Signed<Call<z.output<P>, z.output<Q>, z.output<B>>>,
    ) => Promise<z.input<A> | RawJson | void>,
  ): void;
};

/** Nobody who has not said who they are has anything long to say. */
const anonymousBodyLimit = 16 * 1024;

export function createApi(app: FastifyInstance, identify: Identify, corsOrigins: readonly string[]): Api {
  const offered: Api['offered'] = [];
  const pagesAllowed = new Set(corsOrigins);
  const signedInAs = new WeakMap<FastifyRequest, Principal>();

  /** Everything that can be refused before the body is read, is. */
  async function admit(endpoint: Endpoint<Schema, Schema, Schema, Schema>, request: FastifyRequest) {
    if (endpoint.form !== true && isForm(request))
      throw new ProblemError('unreadable', 'Send application/json.', { status: 415, field: 'Content-Type' });
    if (endpoint.asks === 'nobody') {
      if (endpoint.method !== 'GET' && isFromForeignPage(request, pagesAllowed))
        throw new ProblemError('not-allowed', 'Pages of other sites may not ask for this.');
      return;
    }
    const token = tokenInHeaders(request);
    if (token === null && endpoint.tokenInBody === true) return;
    const principal = await signedIn(token, request);
    if (hasLongBody(request, endpoint.bodyLimit)) endpoint.admit?.(principal);
    signedInAs.set(request, principal);
  }

  async function signedIn(token: string | null, request: FastifyRequest): Promise<Principal> {
    if (token === null)
      throw new ProblemError('not-signed-in', 'Send your token as "Authorization: Bearer TOKEN".');
    return valueOf(await identify(token, request));
  }

  function offer(
    endpoint: Endpoint<Schema, Schema, Schema, Schema>,
    handle: (call: Signed<Call<unknown, unknown, unknown>>) => Promise<unknown>,
  ): void {
    offered.push(endpoint);
    app.route({
      method: endpoint.method,
      url: endpoint.path,
      ...bodyLimitOf(endpoint),
      onRequest: (request) => admit(endpoint, request),
      handler: async (request, reply) => {
        const token = tokenOf(request);
        const principal =
          endpoint.asks === 'somebody' ? (signedInAs.get(request) ?? (await signedIn(token, request))) : null;
        const call = {
          params: parse(endpoint.params, request.params, 'path'),
          query: parse(endpoint.query, request.query, 'query'),
          body: parse(endpoint.body, request.body ?? {}, 'body'),
          key: endpoint.idempotent === true ? keyOf(request) : null,
          token,
          address: request.ip,
          request,
          reply,
          principal: principal as Principal,
        };
        const answer = await handle(call);
        if (answer instanceof RawJson) return reply.type('application/json; charset=utf-8').send(answer.json);
        if (endpoint.answer === undefined) return reply.code(204).send();
        if (reply.statusCode === 200) reply.code(endpoint.status ?? 200);
        const told = speaksFirstProtocol(request)
          ? inFirstProtocol(answer as Record<string, unknown>, endpoint.later)
          : answer;
        return reply.type('application/json; charset=utf-8').send(JSON.stringify(told));
      },
    });
  }

  return {
    app,
    offered,
    open: (endpoint, handle) => offer(endpoint, handle as (call: unknown) => Promise<unknown>),
    signed: (endpoint, handle) => offer(endpoint, handle as (call: unknown) => Promise<unknown>),
  };
}

/** The value when it is yes, the problem when it is no. */
export function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  const { code, detail, field, retryAfterSeconds } = result;
  throw new ProblemError(code, detail, {
    ...(field === undefined ? {} : { field }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}

function bodyLimitOf({ asks, bodyLimit, tokenInBody }: Endpoint<Schema, Schema, Schema, Schema>) {
  if (asks === 'nobody' || tokenInBody === true) return { bodyLimit: bodyLimit ?? anonymousBodyLimit };
  return bodyLimit === undefined ? {} : { bodyLimit };
}

/** One that says nothing of its length may turn out to have one. What is longer than is taken at all is not read anyway. */
function hasLongBody({ headers }: FastifyRequest, taken = Number.POSITIVE_INFINITY): boolean {
  const length = Number(headers['content-length'] ?? 0);
  return headers['transfer-encoding'] !== undefined || (length > anonymousBodyLimit && length <= taken);
}

const isForm = (request: FastifyRequest): boolean =>
  /^\s*application\/x-www-form-urlencoded/i.test(request.headers['content-type'] ?? '');

function keyOf(request: FastifyRequest): string | null {
  const sent = request.headers['idempotency-key'];
  if (sent === undefined) return null;
  const key = idempotencyKey.safeParse(sent);
  if (key.success) return key.data;
  throw new ProblemError('invalid', 'The Idempotency-Key is 1 to 200 visible ASCII characters.', {
    field: 'Idempotency-Key',
  });
}

function parse(schema: Schema | undefined, value: unknown, where: 'path' | 'query' | 'body'): unknown {
  if (schema === undefined) return undefined;
  const broken = pathOfBroken(value);
  if (broken !== null)
    throw new ProblemError(
      'invalid',
      `${broken || `The ${where}`}: contains a NUL or half a character (a lone surrogate).`,
      { field: cutText(broken || where, 200) },
    );
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const { path, message } = deepest(issue);
  const unknown =
    issue?.code === 'unrecognized_keys' ? [...path, ...issue.keys.slice(0, 1)].join('.') : undefined;
  const field = unknown ?? path.join('.');
  throw new ProblemError('invalid', `${field === '' ? `The ${where}` : field}: ${message}.`, {
    field: field === '' ? where : cutText(field, 200),
  });
}

/** No text has a use for them, PostgreSQL cannot keep a NUL, and half a character comes back as another one. */
const half = /\p{Surrogate}/u;
/** Nothing that is asked here goes half as deep; far deeper no program can walk through it. */
const deepestNesting = 32;

const isBroken = (text: string) => text.includes('\u0000') || half.test(text);

function pathOfBroken(value: unknown, depth = 0): string | null {
  if (typeof value === 'string') return isBroken(value) ? '' : null;
  if (typeof value !== 'object' || value === null) return null;
  if (depth === deepestNesting)
    throw new ProblemError('unreadable', `The body is nested more than ${deepestNesting} deep.`);
  for (const [name, inner] of Object.entries(value)) {
    if (isBroken(name)) return wholeText(name);
    const path = pathOfBroken(inner, depth + 1);
    if (path !== null) return path === '' ? name : `${name}.${path}`;
  }
  return null;
}

type Issue = z.core.$ZodIssue;

/** Of a choice of shapes, the complaint about the one that fits best names the field. */
function deepest(issue: Issue | undefined): { path: PropertyKey[]; message: string } {
  if (issue === undefined) return { path: [], message: 'is wrong' };
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors
    .map((errors) => deepest(errors[0]))
    .toSorted((a, b) => b.path.length - a.path.length)[0];
  if (inner === undefined || inner.path.length === 0) return issue;
  return { path: [...issue.path, ...inner.path], message: inner.message };
}
