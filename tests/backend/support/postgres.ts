// A real PostgreSQL for tests: Debian's own binaries, in a folder of its own, on a Unix socket, gone afterwards.
import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import pg from 'pg';

export type TestPostgres = {
  /** Where its socket is. */
  folder: string;
  /** A new, empty database; answers its DATABASE_URL. */
  database(name?: string): Promise<string>;
  stop(): Promise<void>;
};

/** Where Debian and Ubuntu, Homebrew and others put the server's programs; the newest first. */
function programs(): string {
  const versions = '/usr/lib/postgresql';
  const debian = existsSync(versions)
    ? readdirSync(versions)
        .toSorted((a, b) => Number(b) - Number(a))
        .map((version) => path.join(versions, version, 'bin'))
    : [];
  const others = [
    '/opt/homebrew/opt/postgresql/bin',
    '/usr/local/opt/postgresql/bin',
    '/usr/local/pgsql/bin',
  ];
  const inPath = (process.env.PATH ?? '').split(path.delimiter);
  const found = [...debian, ...others, ...inPath].find((folder) => existsSync(path.join(folder, 'initdb')));
  if (found === undefined)
    throw new Error('No PostgreSQL server is installed. On Debian or Ubuntu: apt-get install postgresql');
  return found;
}

/** PostgreSQL refuses to run as root; then it runs as the user its package made, or as nobody. */
function servant(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // Not on this system: the next one.
    }
  }
  throw new Error('Running as root, and there is neither a user postgres nor nobody to run PostgreSQL as.');
}

const user = 'counterbell';

/** The DATABASE_URL of a database of the server whose socket is in this folder. */
export const addressOf = (folder: string, database: string) =>
  `postgres://${user}@localhost/${database}?host=${folder}`;

/** A cluster as initdb makes it, kept because making one takes a second or two. */
function template(bin: string, as: { uid: number; gid: number } | null): string {
  const version = execFileSync(path.join(bin, 'postgres'), ['--version'], { encoding: 'utf8' }).trim();
  const cache = path.join(tmpdir(), `counterbell-pg-templates-${as?.uid ?? process.getuid?.() ?? 0}`);
  mkdirSync(cache, { recursive: true, mode: 0o755 });
  const kept = path.join(cache, version.replace(/[^0-9A-Za-z.]+/g, '-'));
  if (existsSync(kept)) return kept;
  const making = mkdtempSync(path.join(cache, 'making-'));
  if (as) chownSync(making, as.uid, as.gid);
  execFileSync(
    path.join(bin, 'initdb'),
    ['-D', making, '-U', user, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { cwd: tmpdir(), stdio: 'pipe', ...as },
  );
  try {
    renameSync(making, kept);
  } catch {
    // Another test file was faster.
    rmSync(making, { recursive: true, force: true });
  }
  return kept;
}

/** `durable`: commits wait for the disk, for benches; tests have no power to lose. */
export async function startPostgres(how: { durable?: boolean } = {}): Promise<TestPostgres> {
  const bin = programs();
  const as = servant();
  const folder = mkdtempSync(path.join(tmpdir(), 'counterbell-pg-'));
  chmodSync(folder, 0o755);
  const data = path.join(folder, 'data');
  execFileSync('cp', ['-a', template(bin, as), data]);
  if (as) chownSync(folder, as.uid, as.gid);
  const settings = {
    listen_addresses: '',
    unix_socket_directories: folder,
    max_connections: '150',
    fsync: how.durable === true ? 'on' : 'off',
    full_page_writes: how.durable === true ? 'on' : 'off',
    synchronous_commit: how.durable === true ? 'on' : 'off',
    log_min_messages: 'fatal',
    ...(how.durable === true ? {} : { autovacuum: 'off' }),
  };
  const words = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // The shell ends the server when its input closes: also when the test that started it is killed.
  const server = spawn(
    'sh',
    [
      '-c',
      '"$@" </dev/null >/dev/null & server=$!; cat >/dev/null; kill -INT $server; wait $server',
      'sh',
      path.join(bin, 'postgres'),
      '-D',
      data,
      ...words,
    ],
    { cwd: folder, stdio: ['pipe', 'ignore', 'pipe'], ...as },
  );
  let said = '';
  server.stderr?.on('data', (text: Buffer) => (said += text.toString()));
  const ended = once(server, 'exit');
  const url = (database: string) => addressOf(folder, database);
  await answering(url('postgres'), () => said, server);

  let made = 0;
  return {
    folder,
    async database(name = `test_${(made += 1)}`) {
      const client = new pg.Client({ connectionString: url('postgres') });
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return url(name);
    },
    async stop() {
      server.stdin?.end();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answering(
  url: string,
  said: () => string,
  server: { exitCode: number | null },
): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (server.exitCode !== null || Date.now() > deadline)
        throw new Error(`PostgreSQL did not start: ${said() || String(error)}`, { cause: error });
      await new Promise((resolve) => void setTimeout(resolve, 50));
    }
  }
}
