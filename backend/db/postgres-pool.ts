// A pool of PostgreSQL connections in which every wait ends and no connection that breaks takes the process with it.
import pg from 'pg';
import { breaksConnection, translated } from './postgres-errors.ts';

export type Patience = {
  /** Until a connection is there, be it new or one that somebody else gives back. */
  connectMs: number;
  /** Until a statement is answered; null: for as long as it takes. */
  statementMs: number | null;
};

const bigint = 20;
// Times and seqs are far below 2^53, and the same on both databases.
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === bigint ? (text: string) => Number(text) : pg.types.getTypeParser(oid, format as 'text'),
};

const statementsKept = 300;
const names = new Map<string, string>();

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= statementsKept) return known;
  const name = `counterbell_${names.size}`;
  names.set(text, name);
  return name;
}

/** Has the server parse and plan each statement once per connection, and is gone for good once it broke. */
class GuardedClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    // While somebody uses the connection the pool does not listen, and an error nobody hears ends the process. Whoever
    // uses it hears of it through the statement.
    this.on('error', () => {});
  }

  // oxlint-disable-next-line typescript/no-explicit-any -- the base class's many overloads
  override query(...given: any[]): any {
    const [text, values] = given as [unknown, unknown];
    const name =
      typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined;
    const query = super.query.bind(this) as (...args: unknown[]) => unknown;
    const answer = name === undefined ? query(...given) : query({ name, text, values });
    if (!(answer instanceof Promise)) return answer;
    return answer.catch((why: unknown) => {
      const error = translated(why);
      if (breaksConnection(error)) this.abandon();
      throw error;
    });
  }

  /** A statement that was given up may still be running: whatever came behind it would wait for it. */
  abandon(): void {
    const { stream } = (this as unknown as { connection: { stream: { destroy(why: Error): void } } })
      .connection;
    stream.destroy(new Error('The connection was given up.'));
  }
}

/** The server gives up before the client does, so that nothing of it is left holding locks. */
const serverFirstMs = 200;

export function openPool(
  url: string,
  max: number,
  { connectMs, statementMs }: Patience,
  failed: (why: unknown) => void,
) {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types,
    Client: GuardedClient,
    connectionTimeoutMillis: connectMs,
    application_name: 'counterbell',
    keepAlive: true,
    ...(statementMs === null ? {} : { query_timeout: statementMs + serverFirstMs }),
    // As statements and not as start-up parameters, which poolers such as PgBouncer refuse.
    onConnect: (client: pg.ClientBase) =>
      client.query(
        `set statement_timeout = ${statementMs ?? 0}; set idle_in_transaction_session_timeout = ${statementMs ?? 0}`,
      ),
  } as pg.PoolConfig);

  // What broke one connection (a restart, a failover, a router that forgot them) has most likely broken those that
  // lie idle: whoever took one of them next would only find out by waiting.
  const idle = new Set<GuardedClient>();
  const dropIdle = () => {
    for (const client of idle) client.abandon();
    idle.clear();
  };
  pool.on('connect', (client) => {
    client.on('error', dropIdle);
  });
  const resting = (client: unknown) => void (client instanceof GuardedClient && idle.add(client));
  const busy = (client: unknown) => void (client instanceof GuardedClient && idle.delete(client));
  pool.on('acquire', busy);
  pool.on('release', (_why, client) => resting(client));
  pool.on('remove', busy);
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', (why) => failed(translated(why)));

  return {
    options: {},
    async connect() {
      try {
        return await pool.connect();
      } catch (why) {
        throw translated(why);
      }
    },
    end: () => pool.end(),
  };
}
