// Makes the HTTP server: reads requests strictly, answers problems as problems, and shares its port with the embedded Pusher.
import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { fitOf, ourProtocol, protocolHeader, readProtocol, writeProtocol } from '../../contract/protocol.ts';
import { cutText } from '../../contract/wire.ts';
import { isOutage } from '../db/database-error.ts';
import { ProblemError } from './problem.ts';

export type UpgradeHandler = (req: http.IncomingMessage, socket: Duplex, head: Buffer) => boolean;
export type RequestHandler = (req: http.IncomingMessage, res: http.ServerResponse) => boolean;

export type ServerParts = {
  log: FastifyBaseLogger;
  /** Addresses of proxies whose word about the caller's address is taken. */
  trustProxy?: readonly string[];
  /** Certificate and key; without them it speaks plain HTTP. */
  tls?: { cert: string; key: string };
  /** Asked first for every request and upgrade. */
  embedded?: { handleRequest: RequestHandler; handleUpgrade: UpgradeHandler };
  patience?: Patience;
};

/** How long a caller may take to say what it wants; answered 408 afterwards, and hung up on. */
export type Patience = {
  headersMs: number;
  requestMs: number;
  lookEveryMs: number;
  /** So long a connection may carry nothing while an answer is under way: longer than any answer takes to begin. */
  silentMs: number;
};
export const usualPatience: Patience = {
  headersMs: 10_000,
  requestMs: 30_000,
  lookEveryMs: 1_000,
  silentMs: 75_000,
};

/** For every server that answers here: Node's own are minutes, looked at every half a minute. */
export const timeouts = ({ headersMs, requestMs, lookEveryMs }: Patience) => ({
  headersTimeout: headersMs,
  requestTimeout: requestMs,
  connectionsCheckingInterval: lookEveryMs,
  keepAliveTimeout: 72_000,
});

const bodyLimit = 256 * 1024;
const handshakeTimeoutMs = 10_000;

export function createServer(parts: ServerParts): FastifyInstance {
  const { embedded, tls, trustProxy = [], patience = usualPatience } = parts;
  const app = Fastify({
    loggerInstance: parts.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    ...(trustProxy.length === 0 ? {} : { trustProxy: [...trustProxy] }),
    frameworkErrors: (error, request, reply) => void answerProblem(error, request, reply),
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    // Field errors are the schemas' business; the router only takes what is decodable.
    routerOptions: { maxParamLength: 300 },
    serverFactory: (handle) => {
      const answer: http.RequestListener = (req, res) => {
        if (embedded?.handleRequest(req, res) === true) return;
        handle(req, res);
      };
      // Fastify sets time-outs only on servers that it makes itself.
      const options = timeouts(patience);
      const secure = { ...tls, minVersion: 'TLSv1.2', handshakeTimeout: handshakeTimeoutMs } as const;
      const server = tls
        ? https.createServer({ ...options, ...secure }, answer)
        : http.createServer(options, answer);
      // Whoever asks for much and reads nothing of it: WebSockets have their own way to find that out.
      server.setTimeout(patience.silentMs);
      server.on('upgrade', (req, socket, head) => {
        // From here on it is ours alone: what goes wrong with it, and nobody listens to, would end the process.
        socket.on('error', () => socket.destroy());
        if (embedded?.handleUpgrade(req, socket, head) === true) return;
        const nothing = 'HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';
        socket.end(nothing, () => socket.destroy());
      });
      return server;
    },
  });

  readStrictly(app);
  noticeConsoles(app);
  app.addHook('onSend', async (_request, reply) => {
    reply.header(protocolHeader, writeProtocol(ourProtocol));
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
    if (!reply.hasHeader('content-security-policy'))
      reply.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  app.setNotFoundHandler(async (request) => {
    throw new ProblemError('not-found', `There is nothing at ${request.method} ${pathOf(request.url)}.`);
  });
  app.setErrorHandler(answerProblem);
  return app;
}

const versionsTold = 20;
/** Whoever is too far from this version is served as far as it goes; the log says so once for each such version. */
function noticeConsoles(app: FastifyInstance): void {
  const told = new Set<string>();
  app.addHook('onRequest', async (request) => {
    const header = request.headers[protocolHeader.toLowerCase()];
    // Without it comes everybody else as well: sales channels, browsers, scrapers.
    if (typeof header !== 'string' || told.has(header) || told.size >= versionsTold) return;
    told.add(header);
    const console = readProtocol(header);
    const fit = fitOf(console, ourProtocol);
    if (fit === 'console-too-old' || fit === 'backend-too-old')
      request.log.warn({
        event: 'protocol.too-far-apart',
        fit,
        console: console?.speaks,
        backend: ourProtocol.speaks,
      });
  });
}

function answerProblem(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = asProblem(error);
  if (problem.status >= 500 && problem.code === 'internal')
    request.log.error({ event: 'request.failed', route: request.routeOptions.url, err: error });
  else if (isOutage(error))
    request.log.warn({ event: 'database.unavailable', route: request.routeOptions.url, why: error.code });
  if (problem.more.retryAfterSeconds !== undefined)
    reply.header('retry-after', String(problem.more.retryAfterSeconds));
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  return reply
    .code(problem.status)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem));
}

/** UTF-8 that is UTF-8, JSON that is JSON, and nothing but JSON and forms. */
function readStrictly(app: FastifyInstance): void {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  const text = (bytes: Buffer) => {
    try {
      return utf8.decode(bytes);
    } catch {
      throw new ProblemError('unreadable', 'The body is not valid UTF-8.');
    }
  };
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, bytes: Buffer) => {
      if (bytes.length === 0) return undefined;
      const json = text(bytes);
      try {
        return JSON.parse(json) as unknown;
      } catch {
        throw new ProblemError('unreadable', 'The body is not valid JSON.');
      }
    },
  );
  app.addContentTypeParser<Buffer>(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, bytes: Buffer) => Object.fromEntries(new URLSearchParams(text(bytes))),
  );
}

const pathOf = (url: string) => cutText(url.split('?', 1)[0] ?? '', 100);

function asProblem(error: FastifyError | ProblemError): ProblemError {
  if (error instanceof ProblemError) return error;
  if (isOutage(error))
    return new ProblemError(
      'busy',
      error.outcome === 'unknown'
        ? 'The database went away before it said whether this was done. Send it again with the same ' +
            'Idempotency-Key: it is done once. Without such a key, look first whether it is there.'
        : 'The database does not answer. Nothing was changed; send it again in a moment.',
      { retryAfterSeconds: 1 },
    );
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new ProblemError('too-large', 'The body is larger than is taken here.');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new ProblemError('unreadable', 'Send application/json.', { status: 415, field: 'Content-Type' });
    case 'FST_ERR_BAD_URL':
      return new ProblemError('unreadable', 'The address cannot be decoded.');
    default:
      break;
  }
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500)
    return new ProblemError('unreadable', error.message, { status: error.statusCode });
  return new ProblemError(
    'internal',
    'The backend could not do this. Nothing was changed; try again in a moment.',
  );
}
