// Tells requests that a page of another site made somebody's browser send.
import type { FastifyRequest } from 'fastify';

/**
 * Browsers say where a request comes from, programs do not. Who asks for nothing but what anybody may ask could otherwise
 * be made to ask it by any page they look at.
 */
export function isFromForeignPage(request: FastifyRequest, allowed: ReadonlySet<string>): boolean {
  const { origin, host } = request.headers;
  if (origin !== undefined && allowed.has(origin)) return false;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
