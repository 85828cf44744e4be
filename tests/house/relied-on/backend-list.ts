// Lists what others rely on in the backend. Lines may be added; none may go or change.

/** Method and path of every route, `:name` for a parameter. */
export const routes = [
  'GET /healthz',
  'GET /readyz',
  'GET /metrics',
  'GET /openapi.json',
  'POST /enrol',
  'POST /leave',
  'POST /people/step-in',
  'POST /people/step-out',
  'GET /me',
  'GET /people',
  'POST /people',
  'DELETE /people/:id',
  'GET /devices',
  'DELETE /devices/:id',
  'GET /restaurants',
  'POST /restaurants',
  'DELETE /restaurants/:id',
  'GET /codes',
  'POST /codes',
  'DELETE /codes/:id',
  'GET /keys',
  'POST /keys',
  'DELETE /keys/:id',
  'GET /restaurant',
  'PUT /restaurant',
  'GET /webhook',
  'POST /webhook/secret',
  'GET /track/:token',
  'GET /track/:token/state',
  'GET /track/assets/page.js',
  'GET /track/assets/index.css',
  'POST /pusher/auth',
  'POST /pusher/authorize',
  'POST /pusher/user-auth',
  'GET /streams/:stream/events',
  'GET /snapshot',
  'POST /beat',
  'GET /orders',
  'POST /orders',
  'GET /orders/:id',
  'GET /orders/:id/timeline',
  'POST /orders/:id/accept',
  'POST /orders/:id/reject',
  'POST /orders/:id/ready',
  'POST /orders/:id/recall',
  'POST /orders/:id/collect',
  'POST /orders/:id/cancel',
  'POST /orders/:id/delay',
  'POST /orders/:id/stop-bell',
  'POST /orders/:id/understood',
  'POST /orders/:id/items/:item/tick',
  'POST /receipts',
] as const;

/** Routes of the embedded Pusher server, whose bodies are Pusher's own protocol. */
export const pusherRoutes = [
  'POST /apps/:app/events',
  'POST /apps/:app/batch_events',
  'GET /apps/:app/channels',
  'GET /apps/:app/channels/:channel',
  'GET /apps/:app/channels/:channel/users',
  'POST /apps/:app/users/:user/terminate_connections',
] as const;

/** Those of `routes` whose bodies are not among the recorded exchanges: a page, metrics, and the API's own document. */
export const withoutRecordedBody: readonly string[] = [
  'GET /metrics',
  'GET /openapi.json',
  'GET /track/:token',
  'GET /track/assets/page.js',
  'GET /track/assets/index.css',
];

/** What the backend reads from its environment, with a value that is not the default and what it needs beside it. */
export const backendEnvironment: Record<string, { value: string; beside?: Record<string, string> }> = {
  PORT: { value: '4444' },
  HOST: { value: '0.0.0.0' },
  DATABASE_URL: { value: 'orders.db' },
  PUBLIC_URL: { value: 'https://orders.example' },
  TLS_CERT: { value: 'cert.pem', beside: { TLS_KEY: 'key.pem' } },
  TLS_KEY: { value: 'key.pem', beside: { TLS_CERT: 'cert.pem' } },
  COUNTERBELL_DATA_DIR: { value: 'elsewhere' },
  PUSHER_APP_ID: { value: '77' },
  PUSHER_KEY: { value: 'key', beside: { PUSHER_SECRET: 'secret' } },
  PUSHER_SECRET: { value: 'secret', beside: { PUSHER_KEY: 'key' } },
  PUSHER_CLUSTER: { value: 'eu', beside: { PUSHER_KEY: 'key', PUSHER_SECRET: 'secret' } },
  PUSHER_HOST: { value: 'push.example', beside: { PUSHER_KEY: 'key', PUSHER_SECRET: 'secret' } },
  PUSHER_PORT: {
    value: '6001',
    beside: { PUSHER_KEY: 'key', PUSHER_SECRET: 'secret', PUSHER_HOST: 'push.example' },
  },
  PUSHER_TLS: {
    value: 'yes',
    beside: { PUSHER_KEY: 'key', PUSHER_SECRET: 'secret', PUSHER_HOST: 'push.example' },
  },
  PUSHER_WS_HOST: {
    value: 'ws.example',
    beside: { PUSHER_KEY: 'key', PUSHER_SECRET: 'secret', PUSHER_HOST: 'push.example' },
  },
  PUSHER_WS_PORT: {
    value: '6002',
    beside: { PUSHER_KEY: 'key', PUSHER_SECRET: 'secret', PUSHER_HOST: 'push.example' },
  },
  PUSHER_CLIENT_EVENTS: { value: 'on' },
  PUSHER_API_FROM: { value: 'anywhere' },
  PUSHER_PAYLOAD: { value: 'ref' },
  COUNTERBELL_TELL_SECONDS: { value: '3' },
  COUNTERBELL_COLLECT_MINUTES: { value: '3' },
  COUNTERBELL_LOG_DAYS: { value: '3' },
  COUNTERBELL_TIMELINE_MONTHS: { value: '3' },
  COUNTERBELL_PERSONAL_DAYS: { value: '3' },
  COUNTERBELL_RATE_PER_SECOND: { value: '3' },
  COUNTERBELL_CORS_ORIGINS: { value: 'https://shop.example' },
  COUNTERBELL_TRUST_PROXY: { value: '10.0.0.0/8' },
  COUNTERBELL_DEMO_ENROLMENT_CODE: { value: 'DEMO-CODE' },
  COUNTERBELL_DEMO_API_KEY: { value: 'demo-key-123' },
  LOG_LEVEL: { value: 'debug' },
};

/** Words behind `node dist/backend/main.js` that serve. */
export const backendWords = ['--demo', '--keep', '--lan'] as const;
/** Words that do one thing and end. */
export const backendVerbs = ['--help', '-h', 'admin', 'backup', 'restore'] as const;

/** What follows `npm run backend -- admin`. */
export const adminCommands = [
  'restaurant add Bella --id bella --zone Europe/Berlin --currency EUR --json',
  'restaurant list',
  'person add Ada --restaurant bella --role manager --email ada@bella.example --pin-stdin',
  'person add Bo --restaurant bella --role counter --password-stdin --email bo@bella.example',
  'person add Cy --restaurant bella --role admin',
  'person list --restaurant bella --json',
  'code add --restaurant bella --uses 3 --expires 7d --label till',
  'code add --restaurant bella --uses unlimited --expires never',
  'code add --restaurant bella --expires 12h',
  'code list --restaurant bella',
  'key add web --restaurant bella',
  'key add it --restaurant bella --admin',
  'key add head-office --admin --all',
  'key list --restaurant bella',
  'device add --restaurant bella --label kitchen',
  'device list --restaurant bella',
  'person revoke nobody --restaurant bella',
  'code revoke none --restaurant bella',
  'key revoke none --restaurant bella',
  'device revoke none --restaurant bella',
  'announcement add Closed --restaurant bella --expires 12h',
  'announcement add Closed --all',
  'announcement list --restaurant bella',
  'announcement revoke none',
  'restaurant revoke bella',
  '--help',
] as const;

/** Series of `GET /metrics`, with the labels each has. */
export const metrics = [
  'counterbell_requests_total{route,status}',
  'counterbell_request_seconds_bucket{le}',
  'counterbell_request_seconds_sum',
  'counterbell_request_seconds_count',
  'counterbell_relay_lag_seconds_bucket{le}',
  'counterbell_relay_lag_seconds_sum',
  'counterbell_relay_lag_seconds_count',
  'counterbell_events_published_total',
  'counterbell_orders_placed_total',
  'counterbell_writes_waiting',
  'counterbell_relay_streams_waiting',
  'counterbell_relay_behind_seconds',
  'counterbell_pusher_failing',
  'counterbell_pusher_connections',
  'counterbell_pusher_subscriptions',
  'process_cpu_seconds_total',
  'process_resident_memory_bytes',
  'process_start_time_seconds',
  'nodejs_eventloop_lag_seconds',
  'nodejs_eventloop_lag_p99_seconds',
  'nodejs_heap_size_used_bytes',
] as const;

export const demoPeople = [
  { name: 'Mia', role: 'counter', pin: '1111' },
  { name: 'Sam', role: 'counter', pin: '2222' },
  { name: 'Noor', role: 'manager', pin: '333333' },
] as const;
