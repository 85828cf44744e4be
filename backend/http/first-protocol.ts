// Tells who speaks the first protocol: 0.1.0, which refuses what it does not know, and whoever says nothing of it.
import type { FastifyRequest } from 'fastify';
import { protocolHeader, readProtocol } from '../../contract/protocol.ts';

/** null: what it says of it cannot be read. */
export function protocolOf({ headers }: Pick<FastifyRequest, 'headers'>): number | null {
  const header = headers[protocolHeader.toLowerCase()];
  return readProtocol(typeof header === 'string' ? header : null)?.speaks ?? null;
}

export const speaksFirstProtocol = (request: Pick<FastifyRequest, 'headers'>): boolean =>
  (protocolOf(request) ?? 1) === 1;
