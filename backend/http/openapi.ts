// The API's own document (OpenAPI 3.1), made from the very schemas that requests are read with: it shows what is to be
// sent. Reading is more tolerant than that, on both sides.
import { z } from 'zod';
import { problem, problemCodes } from '../../contract/problem.ts';
import { act, customer, item, newOrder, order } from '../../contract/order.ts';
import { event, trackedOrder } from '../../contract/events.ts';
import { restaurant, restaurantSettings } from '../../contract/restaurant.ts';
import { commandRequest, receiptsRequest } from '../../contract/api.ts';
import { ourProtocol, protocolHeader, writeProtocol } from '../../contract/protocol.ts';
import { strictly } from '../../contract/tolerant.ts';
import type { Api } from './endpoint.ts';
import { problemStatuses } from './problem.ts';

const named = z.registry<{ id: string }>();
const names = {
  Order: order,
  NewOrder: newOrder,
  TrackedOrder: trackedOrder,
  Item: item,
  Customer: customer,
  Act: act,
  Event: event,
  Restaurant: restaurant,
  RestaurantSettings: restaurantSettings,
  CommandRequest: commandRequest,
  ReceiptsRequest: receiptsRequest,
  Problem: problem,
};
for (const [id, schema] of Object.entries(names)) named.add(strictly<z.ZodType>(schema), { id });

type Json = Record<string, unknown>;

export function offerOpenApi(api: Api, version: string): void {
  let document: Json | null = null;
  api.open(
    {
      method: 'GET',
      path: '/openapi.json',
      summary: 'This document',
      asks: 'nobody',
      answer: z.looseObject({ openapi: z.string() }),
    },
    async () => (document ??= openApi(api.offered, version)) as { openapi: string },
  );
}

export function openApi(endpoints: Api['offered'], version: string): Json {
  const schemas: Json = {};
  /** What is named goes into the document once. */
  const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
    const {
      $schema: _,
      $defs = {},
      ...rest
    } = z.toJSONSchema(strictly(schema), {
      io,
      metadata: named,
      unrepresentable: 'any',
    }) as Json & { $defs?: Json };
    for (const [name, made] of Object.entries($defs)) schemas[name] ??= elsewhere(made);
    const { id } = rest;
    if (typeof id !== 'string' || !(id in names)) return elsewhere(rest) as Json;
    const { id: __, ...plain } = rest;
    schemas[id] ??= elsewhere(plain);
    return { $ref: `#/components/schemas/${id}` };
  };

  const paths: Record<string, Json> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}');
    const at = (paths[path] ??= {});
    at[endpoint.method.toLowerCase()] = {
      operationId: `${endpoint.method.toLowerCase()}${path.replaceAll(/[^A-Za-z]+(\w?)/g, (_, next: string) => next.toUpperCase())}`,
      summary: endpoint.summary,
      ...(endpoint.asks === 'nobody' ? { security: [] } : {}),
      parameters: [
        ...parameters(endpoint.params, 'path', schemaOf),
        ...parameters(endpoint.query, 'query', schemaOf),
        ...(endpoint.idempotent === true
          ? [
              {
                name: 'Idempotency-Key',
                in: 'header',
                required: false,
                schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,200}$' },
              },
            ]
          : []),
      ],
      ...(endpoint.body === undefined
        ? {}
        : {
            requestBody: {
              required: !endpoint.body.safeParse({}).success,
              content: Object.fromEntries(
                [
                  'application/json',
                  ...(endpoint.form === true ? ['application/x-www-form-urlencoded'] : []),
                ].map((type) => [type, { schema: schemaOf(endpoint.body as z.ZodType, 'input') }]),
              ),
            },
          }),
      responses: {
        ...(endpoint.answer === undefined
          ? { 204: { description: 'Done' } }
          : {
              [endpoint.status ?? 200]: {
                description: 'The answer',
                content: { 'application/json': { schema: schemaOf(endpoint.answer, 'output') } },
              },
            }),
        default: { $ref: '#/components/responses/Problem' },
      },
    };
  }
  schemaOf(problem, 'output');
  return {
    openapi: '3.1.0',
    info: {
      title: 'Counterbell backend',
      version,
      description: [
        'Orders, their events, and who may hear them.',
        `Every answer names its version as ${protocolHeader}: ${writeProtocol(ourProtocol)}, and a console does so with every request.`,
        'Read tolerantly: keys and words that are not in here may be added at any time.',
        `Problems carry one of these codes: ${problemCodes.join(', ')}.`,
      ].join(' '),
    },
    security: [{ bearer: [] }, { apiKey: [] }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        apiKey: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
      },
      responses: {
        Problem: {
          description: problemStatuses()
            .map(({ status, code, title }) => `${status} ${code}: ${title}`)
            .join('; '),
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  };
}

function parameters(
  schema: z.ZodType | undefined,
  where: 'path' | 'query',
  schemaOf: (schema: z.ZodType, io: 'input') => Json,
): Json[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Json;
    required?: string[];
  };
  return Object.entries(properties).map(([name, of]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: of,
  }));
}

/** References point into this document's components, and names are told once. */
function elsewhere(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(elsewhere);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => !(key === 'id' && typeof inner === 'string' && inner in names))
      .map(([key, inner]) => [
        key,
        key === '$ref' && typeof inner === 'string'
          ? inner.replace('#/$defs/', '#/components/schemas/')
          : elsewhere(inner),
      ]),
  );
}
