// What the backend needs of a database, whichever it is: reading, and writing in transactions.
import type { Db } from './schema.ts';

export type HowToWrite = {
  /** Goes before everything that is not: the relay and its marks come before intake. */
  urgent?: boolean;
  /**
   * Writes of one group may share a transaction (each with a savepoint of its own), so that many of them cost
   * one wait for the disk. They must take their locks in the same order: the group's stream first.
   */
  group?: string;
};

export type Store = {
  kind: 'sqlite' | 'postgres';
  /** Committed state only, never a write in progress. */
  read: Db;
  /** Runs `work` in a transaction and answers once it is durable. `work` waits for nothing but the database. */
  write<T>(work: (tx: Db) => Promise<T>, how?: HowToWrite): Promise<T>;
  /** Several reads of one and the same moment. */
  consistent<T>(work: (tx: Db) => Promise<T>): Promise<T>;
  /** How many writes wait for their turn. */
  waiting(): number;
  close(): Promise<void>;
};
