// One PostgreSQL for all test files of a run, with a database of the newest schema in it to make copies of: starting
// the one and migrating the other for every test takes longer than most of the tests.
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openPostgres } from '../../../backend/db/postgres.ts';
import { addressOf, startPostgres } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of its socket, or why there is none. */
    postgres: { folder: string } | { why: string };
  }
}

const template = 'newest_schema';

export default async function setUp(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  // Whatever needs none runs without one as well.
  const postgres = await startPostgres().catch((why: unknown) => String(why));
  if (typeof postgres === 'string') {
    project.provide('postgres', { why: postgres });
    return undefined;
  }
  try {
    await (await openPostgres(await postgres.database(template))).close();
  } catch (error) {
    await postgres.stop();
    throw error;
  }
  project.provide('postgres', { folder: postgres.folder });
  return () => postgres.stop();
}

/** A new database of the newest schema with nothing in it; answers its DATABASE_URL. */
export async function copyOfTemplate(folder: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: addressOf(folder, 'postgres') });
  await client.connect();
  try {
    await client.query(`create database ${name} template ${template}`);
  } finally {
    await client.end();
  }
  return addressOf(folder, name);
}
