// Runs the backend's program: reads what is asked, starts, and stops in order.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runAdmin } from './admin/cli.ts';
import { firstLine } from './admin/stdin.ts';
import { startBackend, type Backend } from './backend.ts';
import { ConfigError, readConfig, type Config } from './config.ts';
import { backup, restore } from './db/backup.ts';
import { openStore } from './db/open.ts';
import { seedDemo, type Demo } from './demo/seed.ts';
import { lanAddresses } from './http/tls.ts';
import { createLogger } from './logger.ts';
import { PlainError } from './process/plain-error.ts';
import { listRestaurants } from './restaurant/restaurants.ts';

/** Less than those who start and stop programs wait before they kill them. */
const longestStopMs = 9_000;

async function serve(config: Config): Promise<void> {
  const logger = createLogger(config.logLevel);
  const { url, forget } = databaseOf(config);
  const store = await openStore(url, (why) => logger.warn({ event: 'database.connection-lost', err: why }));
  const made: { demo?: Demo } = {};
  const backend = await startOnFreePort(config, (port) =>
    startBackend({
      config: { ...config, port },
      store,
      logger,
      now: Date.now,
      random: Math.random,
      // Whoever connects as soon as it listens finds the code and the key it was given good.
      ...(config.demo && {
        beforeListening: async (identity) => {
          made.demo = await seedDemo({
            store,
            identity,
            now: Date.now,
            code: config.demoCode,
            key: config.demoKey,
          });
        },
      }),
    }),
  );

  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    logger.info({ event: 'stopping', signal });
    const exit = (code: number) => {
      forget();
      logger.flush();
      process.exit(code);
    };
    // Everything that was answered is durable by now: only the tidying is left undone.
    setTimeout(() => {
      logger.warn({ event: 'stopping.overdue', afterMs: longestStopMs });
      exit(1);
    }, longestStopMs);
    await backend.stop();
    await store.close();
    exit(0);
  };
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));

  if (made.demo !== undefined) {
    // Written past the logger, which would black out what the demonstration is there to tell.
    console.log(JSON.stringify({ event: 'demo.ready', ...made.demo }));
  } else if ((await listRestaurants(store.read)).length === 0) {
    console.log(
      JSON.stringify({
        event: 'no-accounts',
        hint: 'There is no restaurant yet. Make the first with: npm run backend -- admin restaurant add "My restaurant"',
      }),
    );
  }
  logger.info({ event: 'listening', url: backend.url });
  if (config.tls.kind === 'own')
    console.log(
      JSON.stringify({
        event: 'lan',
        urls: lanAddresses(config.host).map((address) => lanUrl(address, backend.url)),
        fingerprint: backend.fingerprint,
        hint: 'Enrolment codes made from now on carry this fingerprint: npm run backend -- admin code add',
      }),
    );
}

function lanUrl(address: string, url: string): string {
  const host = address.includes(':') ? `[${address}]` : address;
  return `https://${host}:${new URL(url).port}`;
}

/** A demonstration starts fresh in a folder of its own, unless it is to be kept. */
function databaseOf(config: Config): { url: string; forget: () => void } {
  if (config.database !== null) return { url: config.database, forget: () => {} };
  if (!config.demo) return { url: path.join(config.dataDir, 'counterbell.db'), forget: () => {} };
  if (config.keepDemo) return { url: path.join(config.dataDir, 'demo.db'), forget: () => {} };
  const folder = mkdtempSync(path.join(tmpdir(), 'counterbell-demo-'));
  return {
    url: path.join(folder, 'demo.db'),
    forget: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const portsTried = 20;
const hostIsWrong = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EADDRNOTAVAIL', 'EINVAL']);

async function startOnFreePort(config: Config, start: (port: number) => Promise<Backend>): Promise<Backend> {
  for (let port = config.port; ; port++) {
    try {
      return await start(port);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (hostIsWrong.has(code))
        throw new ConfigError(
          `HOST is "${config.host}", which is no address of this machine (${code}). ` +
            'Give one of its addresses, 127.0.0.1 for this machine alone or 0.0.0.0 for all of them.',
        );
      if (code === 'EACCES')
        throw new ConfigError(`Port ${port} may not be opened by this account. Set PORT to one above 1023.`);
      if (code !== 'EADDRINUSE') throw error;
      if (!config.demo || config.portGiven || port >= config.port + portsTried)
        throw new ConfigError(`Port ${port} on ${config.host} is in use. Set PORT to a free one (0: any).`);
    }
  }
}

/** Everything but serving: done on the database, and over. */
async function runOnce(words: readonly string[], config: Config): Promise<number> {
  const [what, ...rest] = words;
  const open = () => openStore(databaseOf(config).url);
  if (what === 'admin')
    return runAdmin({
      args: [...rest],
      openStore: open,
      out: (line) => console.log(line),
      err: (line) => console.error(line),
      readSecret: () => firstLine(process.stdin),
      now: Date.now,
      channels: config.channels,
      notifies: config.notifications !== null,
    });
  const [file] = rest;
  if (file === undefined || rest.length > 1)
    throw new ConfigError(`Name one file: npm run backend -- ${what} FILE`);
  const store = await open();
  try {
    if (what === 'backup') {
      const { rows } = await backup(store, file, Date.now());
      console.log(`${rows} rows written to ${file}.`);
    } else {
      const { at, rows, seq } = await restore(store, file);
      console.log(`${rows} rows of ${at} restored. Every stream begins a new epoch at ${seq}.`);
      console.log('Start the backend again if it is running: consoles will take a snapshot and go on.');
    }
    return 0;
  } finally {
    await store.close();
  }
}

const usage = `npm run backend -- [options]
  --demo              a restaurant to try it with: people, an enrolment code and a key, told when it is ready
  --keep              with --demo: go on with the orders of the last demonstration
  --lan               reachable from the local network, over TLS with a certificate of its own

npm run backend -- admin …          restaurants, people, codes and keys; "admin" alone lists the commands
npm run backend -- backup FILE      copy the database to a file, also while the backend runs
npm run backend -- restore FILE     replace the database by such a copy
npm run backend -- --help           this list

Everything else is set by environment variables: PORT, HOST, DATABASE_URL and those in docs/BACKEND.md.`;

const once = new Set(['admin', 'backup', 'restore']);

try {
  const words = process.argv.slice(2);
  if (words[0] === '--help' || words[0] === '-h') console.log(usage);
  else if (once.has(words[0] ?? '')) process.exitCode = await runOnce(words, readConfig(process.env, []));
  else await serve(readConfig(process.env, words));
} catch (error) {
  console.error(error instanceof PlainError ? error.message : error);
  process.exit(1);
}
