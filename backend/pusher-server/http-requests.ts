// Checks each request to the HTTP API (is it ours, is it signed, is it whole) and sends its answer.
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Exchange } from './exchange.ts';
import { pathOf } from './handshake.ts';
import { type Answer, answerCall } from './http-api.ts';
import { readBody } from './request-body.ts';
import { judgeRequest } from './request-signature.ts';
import { sameText } from './signatures.ts';

const failed = (status: number, body: string): Answer => ({ status, body });

export function isApiPath(url: string): boolean {
  const path = pathOf(url);
  return path === '/apps' || path.startsWith('/apps/');
}

export async function receive(req: IncomingMessage, res: ServerResponse, exchange: Exchange): Promise<void> {
  let answer: Answer;
  try {
    answer = await answerRequest(req, exchange);
  } catch (error) {
    // The publisher hung up half-way, or a defect of ours; either way only this one request is lost.
    exchange.log({ event: 'pusher.request_failed', error: String(error) });
    answer = failed(500, 'The request could not be finished');
  }
  if (answer.status >= 400) {
    const why = String(answer.body).slice(0, 300);
    exchange.log({ event: 'pusher.request_refused', status: answer.status, why });
  }
  send(res, answer);
}

/** Before anything of it is read, its signature included. */
export function turnAway(res: ServerResponse, address: string, { log }: Exchange): void {
  log({ event: 'pusher.request_refused', status: 403, why: `from ${address}` });
  res.setHeader('connection', 'close');
  send(
    res,
    failed(403, `This server takes no requests from ${address}: whoever runs it says who may publish`),
  );
}

async function answerRequest(req: IncomingMessage, exchange: Exchange): Promise<Answer> {
  const { app, limits, now } = exchange;
  const url = req.url ?? '/';
  const method = req.method ?? 'GET';
  const path = pathOf(url);
  const [, appId, rest = ''] = /^\/apps\/([^/]+)(\/.*)?$/.exec(path) ?? [];
  if (appId !== app.id) return failed(404, 'There is no app with this id here');

  const request = { method, path, query: url.slice(path.length + 1) };
  const verdict = judgeRequest(request, app, now(), limits.clockSkewS);
  if (!verdict.ok) return failed(verdict.status, verdict.message);

  const bytes = await readBody(req, limits.requestBytes);
  if (bytes === null) return failed(413, `The body is longer than ${limits.requestBytes} bytes`);
  if (!isTheSignedBody(bytes, verdict.bodyMd5)) return failed(401, 'body_md5 does not match the body');
  const body = parse(bytes);
  if (body === undefined) return failed(400, 'The body is not JSON');
  return answerCall(method, rest, { params: verdict.params, body }, exchange);
}

/** Over the bytes as they came: parsed and printed again they would differ. */
function isTheSignedBody(bytes: Buffer, md5: string | undefined): boolean {
  if (md5 === undefined) return bytes.length === 0;
  return sameText(createHash('md5').update(bytes).digest('hex'), md5);
}

function parse(bytes: Buffer): unknown {
  if (bytes.length === 0) return null;
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

/** A good answer is JSON, exactly `{}` when nothing was asked; a refusal is one line of text, as the SDKs show it. */
function send(res: ServerResponse, { status, body }: Answer): void {
  if (res.destroyed || res.headersSent) return;
  const isText = typeof body === 'string';
  const text = isText ? `${body}\n` : JSON.stringify(body);
  res.writeHead(status, {
    'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json',
    'content-length': Buffer.byteLength(text),
    // What is left of a body that was too long is not worth waiting for.
    ...(status === 413 && { connection: 'close' }),
  });
  res.end(text);
}
