// What a page of events costs on PostgreSQL without the product: the same rows by a bare query, the same bytes by a bare
// HTTP server, in a process of its own.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import type { Answers } from './pusher/roles.ts';

export function pageFloorAnswers(): Answers {
  return {
    async listen({ database }: { database: string }): Promise<string> {
      const pool = new pg.Pool({ connectionString: database, max: 4 });
      const text = 'select body from events where stream = $1 and seq > $2 order by seq limit $3';
      const server = http.createServer((request, response) => {
        const asked = new URL(request.url ?? '/', 'http://floor').searchParams;
        const values = [asked.get('stream'), asked.get('after'), asked.get('limit')];
        pool.query<{ body: string }>({ name: 'page', text, values }).then(
          ({ rows }) => {
            const body = `{"events":[${rows.map((row) => row.body).join(',')}]}`;
            response.setHeader('content-type', 'application/json');
            response.setHeader('content-length', Buffer.byteLength(body));
            response.end(body);
          },
          (error: unknown) => response.writeHead(500).end(String(error)),
        );
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
  };
}
