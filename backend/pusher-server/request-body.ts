// The body of a request, as far as the limit allows.
import type { IncomingMessage } from 'node:http';

// A client that is told "too large" should get to read it: what it still sends is read and dropped,
// up to this many times the limit.
const PATIENCE = 4;

/** Null when the body is longer than the limit. */
export async function readBody(req: IncomingMessage, limit: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= limit) chunks.push(chunk);
    else if (length > limit * PATIENCE) return null;
    else chunks.length = 0;
  }
  return length > limit ? null : Buffer.concat(chunks, length);
}
