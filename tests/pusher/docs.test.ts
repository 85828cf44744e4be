// What docs/PUSHER.md shows is run as it stands there, and its numbers are the server's.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import PusherClient from 'pusher-js';
import { afterEach, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../backend/pusher-server/index.ts';
import { freePort } from '../support/free-port.ts';
import { eventually, within } from './support/deadline.ts';
import { type Embedded, startEmbedded } from './support/embedded.ts';
import { happens } from './support/official.ts';

const manual = readFileSync('docs/PUSHER.md', 'utf8');
const app = { id: '1', key: 'bella-key', secret: 'bella-secret' };
let running: Embedded;
const clients: PusherClient[] = [];

class Tracked extends PusherClient {
  constructor(...words: ConstructorParameters<typeof PusherClient>) {
    super(...words);
    clients.push(this);
  }
}

/** The one block in this language that contains the marker, for the port of this test. */
function block(language: string, marker: string): string {
  const blocks = [...manual.matchAll(/```(\w+)\n(.*?)```/gs)]
    .filter(([, found, code]) => found === language && code!.includes(marker))
    .map(([, , code]) => code!);
  if (blocks.length !== 1) throw new Error(`${blocks.length} ${language} blocks contain ${marker}`);
  return blocks[0]!.replaceAll('4180', String(running.target.port));
}

/** Runs the page's own script, with the client that the page loads and the one element it writes to. */
function openPage(html: string): { textContent: string } {
  const script = /<script>(.*?)<\/script>/s.exec(html)![1]!;
  const news = { textContent: /<p id="news">(.*?)<\/p>/.exec(html)![1]! };
  const document = { getElementById: (id: string) => (id === 'news' ? news : null) };
  // oxlint-disable-next-line no-new-func, no-implied-eval -- running the page is the point
  new Function('Pusher', 'document', script)(Tracked, document);
  return news;
}

const runNode = (code: string) =>
  promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], { timeout: 60_000 });

afterEach(async () => {
  for (const client of clients.splice(0)) client.disconnect();
  await running.stop();
});

test('the page hears what the Node server publishes', async () => {
  running = await startEmbedded({ app });
  const page = openPage(block('html', '<script>'));
  await eventually(() => running.server.stats().subscriptions === 1, 'the page is subscribed');
  await runNode(block('js', "pusher.trigger('menu'"));
  await eventually(() => page.textContent.includes('minestrone'), 'the page shows the news');
  expect(page.textContent).toBe('The soup of the day is minestrone.');
});

test('the authorizer lets the page into a private channel', async () => {
  running = await startEmbedded({ app });
  const port = await freePort();
  const server = execFile(process.execPath, [
    '--input-type=module',
    '-e',
    block('js', 'authorizeChannel').replace('4181', String(port)),
  ]);
  await eventually(
    () =>
      fetch(`http://127.0.0.1:${port}`).then(
        () => true,
        () => false,
      ),
    'the authorizer listens',
  );
  const [, endpoint] = /channelAuthorization: \{ endpoint: '(.*?)', transport: 'ajax' \}/.exec(manual)!;
  const client = new Tracked(app.key, {
    cluster: '',
    wsHost: '127.0.0.1',
    wsPort: running.target.port,
    forceTLS: false,
    enabledTransports: ['ws'],
    channelAuthorization: { endpoint: endpoint!.replace('4181', String(port)), transport: 'ajax' },
  });
  const channel = client.subscribe('private-kitchen');
  await within(happens(channel, 'pusher:subscription_succeeded'), 'the subscription');
  expect(channel.subscribed).toBe(true);
  server.kill();
});

test('every limit is in the table with its default, and no other', async () => {
  running = await startEmbedded();
  const rows = [...manual.matchAll(/^\| `(\w+)` \| ([\d,]+) \|/gm)].map(([, name, value]) => [
    name,
    Number(value!.replaceAll(',', '')),
  ]);
  expect(Object.fromEntries(rows)).toEqual(DEFAULT_LIMITS);
});
