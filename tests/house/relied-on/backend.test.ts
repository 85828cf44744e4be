// Holds what others rely on in the backend: asks the built program, the way they do.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import Pusher from 'pusher';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runAdmin } from '../../../backend/admin/cli.ts';
import { readConfig } from '../../../backend/config.ts';
import { openStore } from '../../../backend/db/open.ts';
import { bundle } from '../../../build/bundle.mjs';
import { projectRoot } from '../../../build/paths.mjs';
import { startProcess } from '../../../build/processes.mjs';
import { targetsNamed } from '../../../build/program.mjs';
import { released } from '../../compat/recorded.ts';
import { suits } from '../../compat/route.ts';
import { withItsParent } from '../../support/backend.ts';
import {
  adminCommands,
  backendEnvironment,
  backendVerbs,
  backendWords,
  demoPeople,
  metrics,
  pusherRoutes,
  routes,
  withoutRecordedBody,
} from './backend-list.ts';
import { reliedOn } from './relied-on.ts';

type Entry = { event: string } & Record<string, unknown>;

let folder = '';
let url = '';
const said: Entry[] = [];
let running: ReturnType<typeof startProcess>;

/** The program's own output and code, when it is asked for one thing. */
async function once(words: readonly string[]): Promise<{ code: number | null; text: string }> {
  const one = startProcess(process.execPath, ['dist/backend/main.js', ...words], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DATABASE_URL: path.join(folder, 'once.db') },
  });
  let text = '';
  for (const stream of [one.child.stdout, one.child.stderr])
    stream?.on('data', (chunk) => void (text += String(chunk)));
  const { code } = await one.ended;
  return { code, text };
}

const pusherApp = { appId: '7', key: 'relied-on', secret: 'a secret' };

beforeAll(async () => {
  await bundle(targetsNamed(['backend', 'customer-page', 'phone-page', 'push-worker']), {
    say: () => undefined,
  });
  folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-relied-on-'));
  running = startProcess(process.execPath, [...withItsParent, 'dist/backend/main.js', '--demo'], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: {
      ...process.env,
      PORT: '0',
      DATABASE_URL: path.join(folder, 'demo.db'),
      PUSHER_APP_ID: pusherApp.appId,
      PUSHER_KEY: pusherApp.key,
      PUSHER_SECRET: pusherApp.secret,
    },
  });
  const { stdout } = running.child;
  if (stdout === null) throw new Error('the backend has no output');
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: stdout }).on('line', (line) => {
      const entry = JSON.parse(line) as Entry;
      said.push(entry);
      if (entry.event === 'listening') resolve();
    });
    running.ended.then(({ code }) => reject(new Error(`the backend ended with ${code}`)), reject);
  });
  url = String(said.find(({ event }) => event === 'listening')?.['url']);
}, 60_000);

afterAll(async () => {
  await running?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('what it tells when it is started', () => {
  test('"listening" with its address', async () => {
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test('"demo.ready" with the restaurant, its people and their PINs, a code and a key that are good', async () => {
    const ready = said.find(({ event }) => event === 'demo.ready');
    expect(ready).toMatchObject({
      restaurant: 'demo',
      people: demoPeople,
      enrolmentCode: expect.any(String),
      apiKey: expect.any(String),
    });
    const enrolled = await fetch(`${url}/enrol`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: ready?.['enrolmentCode'], installId: 'relied-on-1', deviceName: 'Till' }),
    });
    expect(enrolled.status).toBe(201);
    const { token } = (await enrolled.json()) as { token: string };
    for (const { pin } of demoPeople) {
      const stepped = await fetch(`${url}/people/step-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ pin }),
      });
      expect(stepped.status).toBe(200);
    }
    const placed = await fetch(`${url}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${String(ready?.['apiKey'])}` },
      body: JSON.stringify({ items: [{ name: 'Margherita', quantity: 1, price: 950 }] }),
    });
    expect(placed.status).toBe(201);
  });
});

const filled = (pathname: string) => pathname.replaceAll(/:\w+/g, 'x');

reliedOn('routes', {
  list: routes,
  async isThere(route) {
    const [method = '', pathname = ''] = route.split(' ');
    const answer = await fetch(url + filled(pathname), { method });
    return !(await answer.text()).includes('There is nothing at');
  },
  madeUp: ['GET /order', 'PUT /orders', 'POST /orders/:id/accepted', 'GET /track/assets/pages.js'],
});

reliedOn('routes of the Pusher server', {
  list: pusherRoutes,
  async isThere(route) {
    const [method = '', pathname = ''] = route.split(' ');
    const { hostname: host, port } = new URL(url);
    const sdk = new Pusher({ ...pusherApp, host, port, useTLS: false });
    const below = filled(pathname).replace('/apps/x', '');
    const answer = await (method === 'GET' ? sdk.get({ path: below }) : sdk.post({ path: below, body: '{}' }))
      .then(({ status }) => status)
      .catch((error: { status?: number }) => error.status);
    return answer === 200 || answer === 400;
  },
  madeUp: ['POST /apps/:app/event', 'POST /apps/:app/channels', 'GET /apps/:app/users/:user'],
});

reliedOn('bodies that are asked and answered, recorded for good and replayed by tests/compat', {
  list: routes.filter((route) => !withoutRecordedBody.includes(route)),
  isThere(route) {
    const [method, pathname = ''] = route.split(' ');
    return released.some(({ exchanges }) =>
      exchanges.some(
        ({ asked, answered }) =>
          asked.method === method && suits(pathname, asked.path) && answered.status < 400,
      ),
    );
  },
  madeUp: ['GET /metrics', 'POST /snapshot', 'GET /openapi.json'],
});

reliedOn('names in the environment', {
  list: Object.keys(backendEnvironment),
  isThere(name) {
    const { value, beside = {} } = backendEnvironment[name] ?? { value: '1' };
    const without = JSON.stringify(readConfig(withoutOne(beside, name), []));
    return JSON.stringify(readConfig({ ...beside, [name]: value }, [])) !== without;
  },
  madeUp: ['COUNTERBELL_TELL', 'PUSHER_APP_KEY', 'port'],
});

/** Certificate and key, or the two halves of Pusher's credentials, are refused alone: then neither is there. */
function withoutOne(beside: Record<string, string>, name: string): Record<string, string> {
  const pair = [
    ['TLS_CERT', 'TLS_KEY'],
    ['PUSHER_KEY', 'PUSHER_SECRET'],
  ].find((names) => names.includes(name));
  return pair === undefined ? beside : {};
}

reliedOn('words that serve', {
  list: backendWords,
  isThere(word) {
    try {
      return readConfig({}, [word]) !== undefined;
    } catch {
      return false;
    }
  },
  madeUp: ['--demonstration', '--wan'],
});

reliedOn('words that do one thing and end', {
  list: backendVerbs,
  isThere: async (word) => !(await once([word])).text.includes('is not known here'),
  madeUp: ['admins'],
});

test('its help names the words', async () => {
  const { code, text } = await once(['--help']);
  expect(code).toBe(0);
  for (const word of [...backendWords, 'admin', 'backup FILE', 'restore FILE', '--help'])
    expect(text).toContain(word);
});

reliedOn('commands of an administrator', {
  list: adminCommands,
  async isThere(command) {
    const code = await runAdmin({
      args: command.split(' '),
      openStore: () => openStore(path.join(folder, 'admin.db')),
      out: () => undefined,
      err: () => undefined,
      readSecret: async () => (command.includes('--pin-stdin') ? '246813' : 'a long password'),
      now: Date.now,
    });
    // 1 is an answer about what was asked; 2 is that it was not understood.
    return code === (/revoke no/.test(command) ? 1 : 0);
  },
  madeUp: ['restaurant rename bella', 'table list', 'code add --forever'],
});

reliedOn('metrics', {
  list: metrics,
  async isThere(metric) {
    const text = await (await fetch(`${url}/metrics`)).text();
    const series = text
      .split('\n')
      .filter((line) => !line.startsWith('#'))
      .map((line) => {
        const [, name, labels] = /^(\w+)(?:\{(.*)\})? \S+$/.exec(line) ?? [];
        const names = [...(labels ?? '').matchAll(/(\w+)="/g)].map(([, label]) => label);
        return names.length === 0 ? name : `${name}{${names.join(',')}}`;
      });
    return series.includes(metric);
  },
  madeUp: ['counterbell_requests_total', 'counterbell_requests_total{route}', 'counterbell_orders_total'],
});
