// Everything that was recorded of released versions, the oldest first, as the tests of every later version read it.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../build/paths.mjs';
import { z } from 'zod';
import type { Exchange, Recording } from './exchange.ts';

const root = path.join(projectRoot, 'tests/compat');

type OpenApi = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown> };
};
type Operation = { responses: Record<string, { content?: Record<string, { schema: object }> }> };

export type Released = Recording & {
  /** What it says of itself; null: nothing, and it refuses what it does not know. */
  protocol: string | null;
  frames: { event: string; channel: string; data: string }[];
  openApi: OpenApi;
  codes: { typed: string; code: string; fingerprint: string | null }[];
  policies: { name: string; text: string }[];
  /** A console's disk, by path: in the middle of a shift, and after it left. */
  disk(state: 'cut-off' | 'left'): Map<string, Uint8Array>;
  settings: { installId: string; settings: unknown };
};

export const released: Released[] = readdirSync(root)
  .filter((name) => /^v\d/.test(name))
  .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  .map(read);

function read(name: string): Released {
  const at = (file: string) => path.join(root, name, file);
  const json = (file: string) => JSON.parse(readFileSync(at(file), 'utf8'));
  return {
    ...(json('recording.json') as Recording),
    protocol: name === 'v0.1.0' ? null : '2;oldest=1',
    exchanges: json('exchanges.json') as Exchange[],
    frames: json('frames.json'),
    openApi: json('openapi.json'),
    codes: json('codes.json'),
    policies: readdirSync(at('policies')).map((file) => ({
      name: file,
      text: readFileSync(at(`policies/${file}`), 'utf8'),
    })),
    settings: json('console/settings.json'),
    disk: (state) =>
      new Map(
        readdirSync(at(`console/${state}`), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => path.join(entry.parentPath, entry.name))
          .map((file) => [path.relative(at(`console/${state}`), file), readFileSync(file)]),
      ),
  };
}

/** What consoles ask. Everybody else reads JSON as one does: keys that nobody knows are passed over. */
const ofConsoles = [
  /^\/(?:enrol|leave|beat|snapshot|receipts|me)$/,
  /^\/(?:streams|orders|pusher)\//,
  /^\/people\/step-(?:in|out)$/,
];

/** The schemas by which that version's clients read answers, from its own document, which shows all that is sent. */
export function answersOf(then: Released): { method: string; path: string; answer: z.ZodType }[] {
  const tolerant = answersBy(withoutBounds(then.openApi) as OpenApi);
  if (then.protocol !== null) return tolerant;
  const isConsoles = ({ path: route }: { path: string }) => ofConsoles.some((asked) => asked.test(route));
  return [...answersBy(then.openApi).filter(isConsoles), ...tolerant.filter((one) => !isConsoles(one))];
}

function answersBy(openApi: OpenApi): { method: string; path: string; answer: z.ZodType }[] {
  const $defs = withDefs(openApi.components.schemas) as Record<string, unknown>;
  return Object.entries(openApi.paths).flatMap(([route, methods]) =>
    Object.entries(methods).flatMap(([method, { responses }]) => {
      const schema = Object.values(responses)[0]?.content?.['application/json']?.schema;
      if (schema === undefined) return [];
      const answer = z.fromJSONSchema({ ...(withDefs(schema) as object), $defs } as never);
      return [{ method: method.toUpperCase(), path: route, answer }];
    }),
  );
}

function withoutBounds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutBounds);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(
    ([key, inner]) => !(key === 'additionalProperties' && inner === false) && !isNameOfStream(key, inner),
  );
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutBounds(inner)]));
}

/** Streams and heads of a kind that it does not know a later version leaves out. */
const isNameOfStream = (key: string, inner: unknown): boolean =>
  key === 'pattern' && typeof inner === 'string' && inner.startsWith('^(?:global|');

function withDefs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withDefs);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string'
        ? inner.replace('#/components/schemas/', '#/$defs/')
        : withDefs(inner),
    ]),
  );
}
