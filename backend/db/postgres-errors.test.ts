import pg from 'pg';
import { expect, test } from 'vitest';
import { DatabaseError } from './database-error.ts';
import { breaksConnection, translated, worthAnotherTry } from './postgres-errors.ts';

function fromServer(code: string): unknown {
  const error = new pg.DatabaseError('value "Anastasia" is wrong', 0, 'error');
  error.code = code;
  error.detail = 'Failing row contains (Anastasia, 555 0100).';
  return translated(error);
}
const coded = (code: string) => Object.assign(new Error(`read ${code}`), { code });

test.each([
  ['23505', 'statement', false],
  ['22P05', 'statement', false],
  ['0A000', 'statement', true],
  ['57P01', 'unavailable', true],
  ['57P03', 'unavailable', true],
  ['08006', 'unavailable', true],
  ['25006', 'unavailable', true],
  ['53300', 'unavailable', false],
  ['57014', 'unavailable', false],
])('the server says %s: %s', (code, outcome, breaks) => {
  const error = fromServer(code);
  expect(error).toMatchObject({ name: 'DatabaseError', code, outcome });
  expect(breaksConnection(error)).toBe(breaks);
  // A row that was refused is quoted by the server, with all that stands in it.
  expect(JSON.stringify(error) + String((error as Error).stack)).not.toMatch(/Anastasia|555 0100/);
});

test.each([
  [coded('ECONNRESET'), 'ECONNRESET', true],
  [coded('ECONNREFUSED'), 'ECONNREFUSED', true],
  [new Error('Connection terminated unexpectedly'), 'connection-lost', true],
  [new Error('Query read timeout'), 'query-timeout', true],
  [new Error('timeout exceeded when trying to connect'), 'connect-timeout', false],
])('the driver says "%s": the database is away', (why, code, breaks) => {
  const error = translated(why);
  expect(error).toMatchObject({ code, outcome: 'unavailable' });
  expect(breaksConnection(error)).toBe(breaks);
});

test('a mistake of our own stays one', () => {
  const mistake = new TypeError('not a function');
  expect(translated(mistake)).toBe(mistake);
  expect(worthAnotherTry(mistake, 1)).toBe(false);
});

test('tried again is what nothing can have come of, and never what may have been committed', () => {
  const tries = (why: unknown) => [1, 2, 3, 4, 5, 6].findIndex((attempt) => !worthAnotherTry(why, attempt));
  expect(tries(fromServer('40P01'))).toBe(4);
  expect(tries(new DatabaseError('23505', 'statement', 'commands_pk'))).toBe(4);
  expect(tries(new DatabaseError('23505', 'statement', 'orders_pk'))).toBe(0);
  expect(tries(fromServer('57P01'))).toBe(1);
  expect(tries(translated(coded('ECONNRESET')))).toBe(1);
  expect(tries(translated(new Error('Query read timeout')))).toBe(0);
  expect(tries(new DatabaseError('57P01', 'unknown'))).toBe(0);
});
