// Tells who speaks the first protocol: 0.1.0, which refuses what it does not know, and whoever says nothing of it.
import type { FastifyRequest } from 'fastify';
import { protocolHeader, readProtocol } from '../../contract/protocol.ts';

export function speaksFirstProtocol({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  const header = headers[protocolHeader.toLowerCase()];
  return (readProtocol(typeof header === 'string' ? header : null)?.speaks ?? 1) === 1;
}
