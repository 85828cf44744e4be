// The body of a request, as far as the limit allows.
import type { IncomingMessage } from 'node:http';

// A client that is told "too large" should get to read it: what it still sends is read and dropped,
// up to this many times the limit.
const PATIENCE = 4;

/** Null when the body is longer than the limit; rejects when the client hangs up half-way. */
export function readBody(req: IncomingMessage, limit: number): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let length = 0;
    req.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limit) {
        chunks.push(chunk);
        return;
      }
      chunks = [];
      if (length > limit * PATIENCE) req.destroy();
    });
    req.on('end', () => {
      if (length > limit) resolve(null);
      else resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length));
    });
    req.on('close', () => reject(new Error('The client hung up before the end of its body')));
    req.on('error', reject);
  });
}
