// Reads the token a request was sent with.
import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';

/** Of the headers: known before anything of the body is read. */
export function tokenInHeaders(request: FastifyRequest): string | null {
  const { authorization } = request.headers;
  const bearer = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  const key = request.headers['x-api-key'];
  return typeof key === 'string' && key !== '' ? key : null;
}

/** The customer's page cannot set headers in an unmodified pusher-js, but it can add a parameter to its form. */
export function tokenOf(request: FastifyRequest): string | null {
  const { body } = request;
  const inHeaders = tokenInHeaders(request);
  if (inHeaders !== null) return inHeaders;
  if (typeof body === 'object' && body !== null && 'token' in body && typeof body.token === 'string')
    return body.token === '' ? null : body.token;
  return null;
}

/** To know a token again without keeping it. */
export const markOf = (token: string): string =>
  createHash('sha256').update(token).digest('base64url').slice(0, 22);
