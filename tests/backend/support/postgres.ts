// A real PostgreSQL for tests: Debian's own binaries, in a folder of its own, on a Unix socket, gone afterwards.
import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import pg from 'pg';
import { keptFolder } from '../../support/kept-folder.ts';

export type TestPostgres = {
  /** Where its socket is. */
  folder: string;
  /** A new, empty database; answers its DATABASE_URL. */
  database(name?: string): Promise<string>;
  /** Where it listens beside its socket, when that was asked for. */
  port: number | null;
  /** Lets it end: what is under way is ended in order, at once, or as if the power went. */
  down(how: 'fast' | 'immediate' | 'killed'): Promise<void>;
  /** Starts it again on what it left behind. */
  up(): Promise<void>;
  /** All its processes stand still, and go on. */
  pause(): void;
  resume(): void;
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
  const cache = path.join(keptFolder(), `counterbell-pg-templates-${as?.uid ?? process.getuid?.() ?? 0}`);
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

const signals = { fast: 'SIGINT', immediate: 'SIGQUIT', killed: 'SIGKILL' } as const;

/**
 * `durable`: commits wait for the disk, for benches; tests have no power to lose. `killable`: commits outlive the
 * server's processes. `port`: it listens there on the loopback as well.
 */
export async function startPostgres(
  how: { durable?: boolean; killable?: boolean; port?: number } = {},
): Promise<TestPostgres> {
  const bin = programs();
  const as = servant();
  const folder = mkdtempSync(path.join(tmpdir(), 'counterbell-pg-'));
  chmodSync(folder, 0o755);
  const data = path.join(folder, 'data');
  execFileSync('cp', ['-a', template(bin, as), data]);
  if (as) chownSync(folder, as.uid, as.gid);
  const settings = {
    listen_addresses: how.port === undefined ? '' : '127.0.0.1',
    ...(how.port === undefined ? {} : { port: String(how.port) }),
    unix_socket_directories: folder,
    max_connections: '300',
    fsync: how.durable === true ? 'on' : 'off',
    full_page_writes: how.durable === true ? 'on' : 'off',
    synchronous_commit: how.durable === true || how.killable === true ? 'on' : 'off',
    log_min_messages: 'fatal',
    ...(how.durable === true ? {} : { autovacuum: 'off' }),
  };
  const words = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const url = (database: string) =>
    addressOf(folder, database) + (how.port === undefined ? '' : `&port=${how.port}`);

  // The shell ends the server when its input closes: also when the test that started it is killed.
  function launch() {
    const shell = spawn(
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
    shell.stderr?.on('data', (text: Buffer) => (said += text.toString()));
    return {
      shell,
      ended: once(shell, 'exit'),
      answers: () => answering(url('postgres'), () => said, shell),
    };
  }

  let server = launch();
  await server.answers();
  let processes: number[] = [];
  const end = async () => {
    server.shell.stdin?.end();
    await server.ended;
  };

  let made = 0;
  return {
    folder,
    port: how.port ?? null,
    async database(name = `test_${(made += 1)}`) {
      const client = new pg.Client({ connectionString: url('postgres') });
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return url(name);
    },
    async down(way) {
      const all = family(postmaster(data));
      signal(all[0] ?? 0, signals[way]);
      await end();
      // A killed server leaves its children to find out by themselves, and nobody can start on their memory before.
      while (all.some(isThere)) await new Promise((resolve) => void setTimeout(resolve, 20));
    },
    async up() {
      server = launch();
      await server.answers();
    },
    pause() {
      processes = family(postmaster(data));
      for (const pid of processes) signal(pid, 'SIGSTOP');
    },
    resume() {
      for (const pid of processes) signal(pid, 'SIGCONT');
      processes = [];
    },
    async stop() {
      for (const pid of processes) signal(pid, 'SIGCONT');
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const postmaster = (data: string) =>
  Number(readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n', 1)[0]);

/** The server and the processes it has begun. */
function family(parent: number): number[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const children = table
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, of]) => of === parent)
    .map(([pid]) => pid ?? 0);
  return [parent, ...children];
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // One of the server's workers that has ended meanwhile.
  }
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
