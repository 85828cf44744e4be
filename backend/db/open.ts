// Turns DATABASE_URL into a store with the newest schema.
import { randomUUID } from 'node:crypto';
import { fact } from './facts.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';
import { PlainError } from '../process/plain-error.ts';
import type { Store } from './store.ts';

export type DatabaseAddress = { kind: 'sqlite'; file: string } | { kind: 'postgres'; url: string };

/** `sqlite:PATH`, `file:PATH` or a plain path mean SQLite; `postgres://…` means PostgreSQL. */
export function databaseAddress(url: string): DatabaseAddress {
  if (/^postgres(?:ql)?:\/\//.test(url)) return { kind: 'postgres', url };
  const other = /^([a-z][a-z0-9+.-]+):\/\//i.exec(url);
  if (other && other[1] !== 'file' && other[1] !== 'sqlite')
    throw new PlainError(
      `DATABASE_URL starts with "${other[1]}:", which is not supported. ` +
        'Give a file (sqlite:PATH, file:PATH or a plain path) or postgres://user@host/database.',
    );
  const file = url.replace(/^(?:sqlite|file):(?:\/\/(?=\/))?/, '');
  if (file === '') throw new PlainError('DATABASE_URL names no file. Give sqlite:PATH or postgres://….');
  return { kind: 'sqlite', file };
}

/** `failed` hears of connections that broke while nobody used them. */
export async function openStore(url: string, failed?: (why: unknown) => void): Promise<Store> {
  const address = databaseAddress(url);
  const store =
    address.kind === 'postgres' ? await openPostgres(address.url, failed) : await openSqlite(address.file);
  await fact(store, 'epoch', randomUUID);
  return store;
}
