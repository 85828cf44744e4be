// Holds a backend to what it may send: every answer, of every test, fits the strict form of its route's schema.
import type { Api } from '../../../backend/http/endpoint.ts';
import { problem } from '../../../contract/problem.ts';
import { strictly } from '../../../contract/tolerant.ts';

export type Heard = { method: string; path: string; status: number; body: unknown };

export function heldTo(endpoints: Api['offered']): (heard: Heard) => void {
  const routes = endpoints.map((endpoint) => ({
    endpoint,
    matches: new RegExp(`^${endpoint.path.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`),
  }));
  return ({ method, path, status, body }) => {
    if (status === 204) return;
    const [plain = ''] = path.split('?');
    const found = routes.filter(({ endpoint, matches }) => endpoint.method === method && matches.test(plain));
    const route = found.find(({ endpoint }) => endpoint.path === plain) ?? found[0];
    const schema = status >= 400 ? problem : route?.endpoint.answer;
    if (schema === undefined) return;
    const read = strictly(schema).safeParse(body);
    if (read.success) return;
    const told = JSON.stringify(read.error.issues.slice(0, 3));
    throw new Error(`${method} ${plain} answered ${status} with what it may not send: ${told}`);
  };
}
