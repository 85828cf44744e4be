// What the backend needs of a database, whichever it is: reading, and writing in transactions.
import type { CompiledQuery } from 'kysely';
import type { Db } from './schema.ts';

/** A statement that can be carried out together with others. */
export type Statement = { compile(): CompiledQuery };

export type HowToWrite = {
  /** Goes before everything that is not: the relay and its marks come before intake. */
  urgent?: boolean;
  /**
   * Writes of one group may share a transaction, so that many of them cost one wait for the disk. The first lock
   * they take must be one and the same.
   */
  group?: string;
  /** The work is one statement, which needs no transaction around it. */
  single?: boolean;
};

export type Store = {
  kind: 'sqlite' | 'postgres';
  /** Committed state only, never a write in progress. */
  read: Db;
  /** Runs `work` in a transaction and answers once it is durable. `work` waits for nothing but the database. */
  write<T>(work: (tx: Db) => Promise<T>, how?: HowToWrite): Promise<T>;
  /** Carries out statements that do not depend on each other, in one go where the database can. */
  together(tx: Db, statements: readonly Statement[]): Promise<void>;
  /** Several reads of one and the same moment. */
  consistent<T>(work: (tx: Db) => Promise<T>): Promise<T>;
  /** How many writes wait for their turn. */
  waiting(): number;
  close(): Promise<void>;
};
