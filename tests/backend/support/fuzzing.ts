// Sends a backend what fuzz.ts makes up, and looks whether it stays clear, unharmed and unchanged.
import http from 'node:http';
import { sql } from 'kysely';
import { expect } from 'vitest';
import { problem } from '../../../contract/problem.ts';
import type { Shop } from './shop.ts';
import { fuzzer, type Document, type FuzzRequest } from './fuzz.ts';

type Answer = { status: number; type: string; text: string };

/** fetch would tidy the path up, so this speaks HTTP itself. */
function send(url: string, request: FuzzRequest, token: string | null, agent: http.Agent): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = http.request(
      {
        hostname,
        port,
        agent,
        method: request.method,
        path: request.path,
        headers: {
          ...request.headers,
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(request.body === undefined ? {} : { 'content-length': Buffer.byteLength(request.body) }),
        },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            type: answer.headers['content-type'] ?? '',
            text: Buffer.concat(chunks).toString(),
          }),
        );
        answer.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(request.body);
  });
}

const counted = ['orders', 'events', 'acts', 'receipts', 'devices', 'people', 'codes', 'api_keys'] as const;

/** Whatever a request may change, in one line. Asked after every case, so it is one question. */
async function stateOf({ store: { read } }: Shop): Promise<string> {
  const [restaurants, { rows }] = await Promise.all([
    read.selectFrom('restaurants').select(['id', 'body', 'ended_at']).orderBy('id').execute(),
    sql`select ${sql.join(counted.map((table) => sql`(select count(*) from ${sql.table(table)}) as ${sql.id(table)}`))}`.execute(
      read,
    ),
  ]);
  return JSON.stringify([rows, restaurants]);
}

export async function fuzzBackend(
  shop: Shop,
  tokens: Record<string, string>,
  cases: number,
  seed: number,
): Promise<Record<string, number>> {
  const { body } = await shop.nobody.get<Document>('/openapi.json');
  const next = fuzzer(body, seed, [...Object.keys(tokens), 'till', 'admin', 'till', 'web']);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const statuses: Record<string, number> = {};
  // On a slow machine managers would be called meanwhile, which is no request's doing.
  shop.clock.stop();
  let state = await stateOf(shop);
  for (let n = 0; n < cases; n++) {
    const request = next();
    // Whoever left has nothing to say any more, and that would be the end of the test.
    if (request.path.startsWith('/leave') && request.as !== null) request.as = 'unknown';
    const token = request.as === null ? null : (tokens[request.as] ?? null);
    const told = () => `case ${n} of seed ${seed}: ${JSON.stringify(request).slice(0, 1_500)}`;
    let answer: Answer;
    try {
      answer = await send(shop.backend.url, request, token, agent);
    } catch (error) {
      throw new Error(`No answer to ${told()}`, { cause: error });
    }
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
    if (answer.status >= 500) throw new Error(`${answer.status} ${answer.text} to ${told()}`);
    if (answer.status >= 400) {
      const read = problem.safeParse(answer.type.includes('problem+json') ? JSON.parse(answer.text) : null);
      if (!read.success)
        throw new Error(`Not a problem: ${answer.type} ${answer.text.slice(0, 300)} to ${told()}`);
      expect(read.data.status).toBe(answer.status);
      expect(read.data.detail.length).toBeGreaterThan(5);
      expect(await stateOf(shop), told()).toBe(state);
    } else state = await stateOf(shop);
  }
  agent.destroy();
  expect((await shop.nobody.get('/healthz')).status).toBe(200);
  return statuses;
}
