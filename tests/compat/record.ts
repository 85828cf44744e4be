// `node build/run.mjs record`: keeps what this version's console and backend say to each other, and what a console
// leaves on its disk, in tests/compat/vVERSION/, for every later version to read.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { determinate } from './determinate.ts';
import type { Exchange } from './exchange.ts';
import { recordBackend } from './record-backend.ts';
import { recordConsole } from './record-console.ts';
import { suits } from './route.ts';
import { policies, codes } from './written.ts';

const folder = path.join('tests/compat', `v${packageJson.version}`);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** One thing a line, so that a reader finds it and a change shows. */
const inLines = (things: readonly unknown[]): string =>
  `[\n${things.map((thing) => JSON.stringify(thing)).join(',\n')}\n]\n`;

function keep(name: string, content: string | Uint8Array): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

type OpenApi = { paths: Record<string, Record<string, unknown>> };

/** The routes of which no answer was recorded. */
function notAsked({ paths }: OpenApi, exchanges: readonly Exchange[]): string[] {
  const routes = Object.entries(paths).flatMap(([route, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), route })),
  );
  return routes
    .filter(({ route }) => route !== '/openapi.json')
    .filter(({ method, route }) =>
      exchanges.every(
        ({ asked, answered }) =>
          answered.status >= 400 || asked.method !== method || !suits(route, asked.path),
      ),
    )
    .map(({ method, route }) => `${method} ${route}`);
}

async function record(): Promise<number> {
  if (existsSync(folder)) {
    say(
      `${folder} is there: what a version said is kept as it was. Raise the version in package.json first.`,
    );
    return 1;
  }
  const { began, ...whole } = await recordBackend(packageJson.version);
  const { version, adminKey, exchanges, frames } = determinate(whole, began);
  const document = exchanges.find(({ name }) => name === 'the document');
  const others = exchanges.filter((one) => one !== document);
  const left = notAsked(document?.answered.body as OpenApi, others);
  if (left.length > 0) {
    say(`Nothing asks for ${left.join(', ')}: add it to tests/compat/walk.ts.`);
    return 1;
  }
  // Nothing is kept before all of it is there.
  const disks = await recordConsole(others);
  keep('openapi.json', `${JSON.stringify(document?.answered.body, null, 1)}\n`);
  keep('recording.json', `${JSON.stringify({ version, adminKey })}\n`);
  keep('exchanges.json', inLines(others));
  keep('frames.json', inLines(frames));
  for (const [name, content] of Object.entries(policies)) keep(`policies/${name}.json`, content);
  keep('codes.json', inLines(codes));
  for (const [name, content] of disks) keep(`console/${name}`, content);
  say(`${folder}: ${others.length} exchanges, ${frames.length} frames`);
  return 0;
}

process.exitCode = await record();
