// What the backend needs of a database, whichever it is: reading, and writing in transactions.
import type { Insertable } from 'kysely';
import type { Db, Schema } from './schema.ts';

/** New rows by their table, each with every column that the database does not fill by itself. */
export type Rows = { [Table in keyof Schema]?: readonly Required<Insertable<Schema[Table]>>[] };

export type HowToWrite = {
  /** Goes before everything that is not: the relay and its marks come before intake. */
  urgent?: boolean;
  /** Goes after orders, within a tenth of a second: what people tell each other. */
  last?: boolean;
  /** The work is one statement, which needs no transaction around it. */
  single?: boolean;
  /** May take minutes, such as a restore: no time-out ends it. */
  patient?: boolean;
};

export type Store = {
  kind: 'sqlite' | 'postgres';
  /** Committed state only, never a write in progress. */
  read: Db;
  /** Runs `work` in a transaction and answers once it is durable. `work` waits for nothing but the database. */
  write<T>(work: (tx: Db) => Promise<T>, how?: HowToWrite): Promise<T>;
  /** Inserts rows of several tables, in one go where the database can. */
  insertRows(tx: Db, rows: Rows): Promise<void>;
  /** Several reads of one and the same moment. */
  consistent<T>(work: (tx: Db) => Promise<T>, how?: Pick<HowToWrite, 'patient'>): Promise<T>;
  /** Whether the database answers and takes writes. Within two seconds, whatever became of it. */
  answers(): Promise<boolean>;
  /**
   * What was deleted or written over is in no byte of SQLite's files once this answers true; false while somebody reads
   * them, so ask again. PostgreSQL's server clears up by itself.
   */
  leaveNoTrace(): Promise<boolean>;
  /** How many writes wait for their turn, but for those that go last. */
  waiting(): number;
  close(): Promise<void>;
};
