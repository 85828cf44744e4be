import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import type { View } from '../../contract/view.ts';
import type { SelfTest } from '../../core/diagnosis/self-test.ts';
import { policyAt } from '../adapters/policy-file.ts';
import { helpText, readLaunch } from '../launch.ts';
import { answersOf } from './answers.ts';
import { controlOf, type Control } from './control-client.ts';
import { controlPlaces, type ControlSurroundings } from './control-place.ts';
import { serveControl } from './control-server.ts';
import { networkNeeds } from './network-needs.ts';
import { runVerb, type VerbParts } from './run-verb.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-verbs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const check = { id: 'sound', title: 'Sound', what: 'played', why: '', todo: '', ms: 1 } as const;
const nothingTested: SelfTest = { at: '', checks: [{ ...check, verdict: 'fail', what: 'none here' }] };
const wellTested: SelfTest = { at: '', checks: [{ ...check, verdict: 'ok' }] };

const nobody: Control = { ask: async () => ({ kind: 'nobody' }), gone: async () => true };

/** Who proves nothing, types nothing, and keeps codes in the open. */
const somebody: Pick<VerbParts, 'prove' | 'typed' | 'hash'> = {
  prove: () => null,
  typed: async () => '',
  hash: async (code) => `hash:${code}`,
};

async function run(words: string[], control: Control = nobody, who: Partial<VerbParts> = {}) {
  const read = readLaunch(words);
  if (!read.ok) throw new Error(read.message);
  const printed: string[] = [];
  const code = await runVerb(read.launch, {
    about: { version: '1.2.3', electron: '45.0.0' },
    control,
    policy: async (file) => (file === null ? { kind: 'none' } : policyAt(file)),
    selfTest: async () => nothingTested,
    diagnostics: async () => new TextEncoder().encode('alone'),
    print: (text) => printed.push(text),
    ...somebody,
    ...who,
  });
  return { code, printed: printed.join('\n') };
}

test('the version and the help are printed', async () => {
  expect(await run(['--version'])).toEqual({ code: 0, printed: 'Counterbell 1.2.3 (Electron 45.0.0)' });
  expect(await run(['--help'])).toEqual({ code: 0, printed: helpText });
  expect(JSON.parse((await run(['--version', '--json'])).printed)).toMatchObject({ version: '1.2.3' });
});

test('and written where there is no terminal; a failure is no success', async () => {
  const file = path.join(folder, 'version.txt');
  expect((await run(['--version', `--out=${file}`])).code).toBe(0);
  expect(readFileSync(file, 'utf8')).toBe('Counterbell 1.2.3 (Electron 45.0.0)\n');
  expect((await run(['--version', `--out=${folder}/none/below`])).code).toBe(1);
});

test('a policy is given the hash of an exit code, never the code', async () => {
  expect(await run(['--hash-exit-code=47114711'])).toEqual({ code: 0, printed: 'hash:47114711' });
  const typed = async () => ' 47114711\n';
  expect(await run(['--hash-exit-code'], nobody, { typed })).toEqual({ code: 0, printed: 'hash:47114711' });
  for (const code of ['4711', 'abcdef', '4'.repeat(13)])
    expect((await run([`--hash-exit-code=${code}`])).code).toBe(2);
});

describe('a policy is checked', () => {
  const write = (text: string) => {
    const file = path.join(folder, 'policy.json');
    writeFileSync(file, text);
    return `--check-policy=${file}`;
  };
  test('valid, with what it sets and without its secrets', async () => {
    const word = write(
      JSON.stringify({
        backend: { url: 'https://orders.example' },
        enrolment: { code: 'SECRET-CODE' },
        proxy: { url: 'http://name:secret@proxy.example:3128' },
        settings: { theme: 'dark' },
      }),
    );
    for (const words of [[word], [word, '--json']]) {
      const { code, printed } = await run(words);
      expect(code).toBe(0);
      expect(printed).toContain('dark');
      expect(printed).toContain('orders.example');
      expect(printed).not.toMatch(/SECRET|secret/);
    }
  });
  test.each([
    ['{"settings":{"theme":"pink"}}', 'settings.theme'],
    ['{', 'not JSON'],
  ])('%s is wrong, and it says where', async (text, where) => {
    const { code, printed } = await run([write(text)]);
    expect(code).toBe(1);
    expect(printed).toContain(where);
  });
  test('one that is not there is no success, and none at all is none', async () => {
    expect((await run([`--check-policy=${folder}/none.json`])).code).toBe(1);
    expect((await run(['--check-policy'])).code).toBe(0);
  });
});

test('where no console runs, what asks it says so and is no success; ending it is', async () => {
  for (const word of ['--status', '--show', '--network']) {
    const { code, printed } = await run([word]);
    expect(code).toBe(1);
    expect(printed).not.toBe('');
  }
  expect((await run(['--quit'])).code).toBe(0);
});

test('without a console the self-test looks at what it can, and an odd word is no test', async () => {
  const { code, printed } = await run(['--self-test']);
  expect(code).toBe(1);
  expect(printed).toContain('FAIL Sound  none here');
  expect((await run(['--self-test=loudly'])).code).toBe(2);
});

test('diagnostics without a console are of what lies there; without a file, or one that cannot be, they are none', async () => {
  const file = path.join(folder, 'alone.zip');
  expect(await run([`--diagnostics=${file}`])).toMatchObject({ code: 0 });
  expect(readFileSync(file, 'utf8')).toBe('alone');
  expect((await run(['--diagnostics'])).code).toBe(2);
  expect((await run([`--diagnostics=${folder}/none/below.zip`])).code).toBe(1);
});

describe.skipIf(process.platform === 'win32')('beside a running console', () => {
  const around: ControlSurroundings = {
    platform: process.platform,
    env: { XDG_RUNTIME_DIR: folder },
    uid: process.getuid?.(),
  };
  const said: string[] = [];
  let tested: Promise<SelfTest> = Promise.resolve(wellTested);
  const view = {
    status: {
      word: 'live' as View['status']['word'],
      since: '2026-01-01T12:00:00.000Z',
      missing: 0,
      caughtUpAt: '2026-01-01T12:03:07.000Z',
      caughtUpTo: 1042,
      parts: [],
    },
    restaurant: null,
    device: null,
    bell: { ringing: true, unaccepted: 2, snoozedUntil: null },
    settings: { quitting: 'asks' },
  };
  const reaches = () => ({
    url: 'https://orders.example:8443',
    pusher: { key: 'k', host: '', port: 8443, tls: true },
  });
  let forbidden = false;
  /** Of the policy; null: one that was chosen on this console. */
  let codeOfIT: string | null = null;
  let console_: ReturnType<typeof serveControl>;
  const serve = () =>
    (console_ = serveControl('/data/console', around, {
      answers: answersOf({
        counterbell: {
          view: () => view as unknown as View,
          reaches,
          async handle(intent) {
            const by = intent.kind === 'quit' ? intent.by : 'nobody';
            if (forbidden && by === 'verb')
              return { ok: false, error: { code: 'not-allowed', message: 'IT has decided it.' } };
            said.push(`quit by ${by}`);
            console_.close();
            return { ok: true, value: {} };
          },
          isExitCode: async (code) =>
            code === '47114711'
              ? { ok: true, value: {} }
              : { ok: false, error: { code: 'wrong-secret', message: 'This is not the exit code.' } },
        },
        challenge: { word: () => 'word', isMet: async () => said.includes('proven word') },
        windows: { show: (how) => said.push(how), state: () => 'hidden' },
        policy:
          codeOfIT === null
            ? { kind: 'none' }
            : { kind: 'valid', policy: { kiosk: { exitCode: codeOfIT } }, source: 'test' },
        version: '1.2.3',
        selfTest: () => tested,
        diagnostics: async () => Buffer.from('of the console'),
      }),
      log: { warn: () => undefined },
    }));
  const control = controlOf('/data/console', around);

  test('its self-test is waited for while it says that it works on it', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      let done: (value: SelfTest) => void = () => undefined;
      tested = new Promise((resolve) => (done = resolve));
      serve();
      const running = run(['--self-test', '--json'], control);
      await vi.waitUntil(() => vi.getTimerCount() > 0);
      vi.advanceTimersByTime(3000);
      done(wellTested);
      const { code, printed } = await running;
      expect(code).toBe(0);
      expect(JSON.parse(printed)).toEqual(wellTested);
    } finally {
      vi.useRealTimers();
      tested = Promise.resolve(wellTested);
      console_.close();
    }
  });

  test('its diagnostics are written where whoever asks wants them', async () => {
    serve();
    const file = path.join(folder, 'console.zip');
    expect(await run([`--diagnostics=${file}`], control)).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8')).toBe('of the console');
    console_.close();
  });

  test('its status is told, and is a success only while it is well', async () => {
    serve();
    const well = await run(['--status'], control);
    expect(well.code).toBe(0);
    expect(well.printed).toContain('live since');
    expect(well.printed).toContain('#1042');
    view.status.word = 'offline';
    const { code, printed } = await run(['--status', '--json'], control);
    expect(code).toBe(1);
    expect(JSON.parse(printed)).toMatchObject({ status: 'offline', unaccepted: 2, ringing: true });
  });

  test('its window is brought up, its network told, and it is ended', async () => {
    expect((await run(['--show'], control)).code).toBe(0);
    const { printed } = await run(['--network'], control);
    expect(printed).toMatch(/^https orders\.example:8443 .*\nwss {3}orders\.example:8443 /);
    expect((await run(['--quit'], control)).code).toBe(0);
    expect(said).toEqual(['focus', 'quit by verb']);
    expect((await run(['--status'], control)).code).toBe(1);
  });

  test('a code that was chosen on the console ends it, unless IT has forbidden that', async () => {
    const all = said.length;
    serve();
    expect((await run(['--quit=47114711'], control)).code).toBe(0);
    forbidden = true;
    view.settings.quitting = 'forbidden';
    serve();
    expect(await run(['--quit=47114711'], control)).toEqual({ code: 1, printed: 'IT has decided it.' });
    expect(said.slice(all)).toEqual(['quit by administrator']);
    console_.close();
  });

  test('where it may not be quit it says why, and an administrator or the exit code of IT ends it all the same', async () => {
    forbidden = true;
    view.settings.quitting = 'forbidden';
    codeOfIT = 'hash of 47114711';
    const all = said.length;
    const since = () => said.slice(all);
    const prove = (word: string) => {
      said.push(`proven ${word}`);
      return () => void said.push('proof taken away');
    };
    serve();
    const refused = await run(['--quit'], control);
    expect(refused).toMatchObject({ code: 1, printed: 'IT has decided it.' });
    expect(await run(['--quit=000000'], control)).toMatchObject({
      code: 1,
      printed: 'This is not the exit code.',
    });
    expect(since()).toEqual([]);
    expect((await run(['--quit=47114711'], control)).code).toBe(0);
    serve();
    expect((await run(['--quit'], control, { prove })).code).toBe(0);
    expect(since()).toEqual([
      'quit by administrator',
      'proven word',
      'quit by administrator',
      'proof taken away',
    ]);
  });

  test('what a console left behind that was killed is no console, and the next one takes its place', async () => {
    const [place = ''] = controlPlaces('/data/console', around);
    mkdirSync(path.dirname(place), { mode: 0o700 });
    writeFileSync(place, '');
    expect(await control.ask('status')).toEqual({ kind: 'nobody' });
    serve();
    expect((await control.ask('ping')).kind).toBe('answered');
    console_.close();
  });

  test.each([['"nonsense'], ['{"ask":"toString"}'], ['{"ask":"status","more":1}'], ['x'.repeat(9000)]])(
    'garbage is refused and harms nobody: %s',
    async (text) => {
      serve();
      const { connect } = await import('node:net');
      const [place = ''] = controlPlaces('/data/console', around);
      const heard = await new Promise<string>((resolve) => {
        let all = '';
        const socket = connect(place, () => socket.write(`${text}\n`));
        socket.on('data', (chunk) => (all += String(chunk)));
        socket.on('close', () => resolve(all));
        socket.on('error', () => resolve(all));
      });
      if (heard !== '') expect(JSON.parse(heard)).toMatchObject({ ok: false });
      expect((await control.ask('ping')).kind).toBe('answered');
      console_.close();
    },
  );

  test('another folder is another console', async () => {
    serve();
    expect(await controlOf('/data/other', around).ask('ping')).toEqual({ kind: 'nobody' });
    console_.close();
  });
});

test('the network that a policy asks for is told before anybody is enrolled', () => {
  const pusher = { key: 'k', cluster: 'eu', host: '', port: 443, tls: true };
  expect(
    networkNeeds(
      { backend: { url: 'http://10.0.0.5:4180' }, proxy: { url: 'socks5://proxy.example' } },
      null,
    ),
  ).toMatchObject([
    { host: '10.0.0.5', port: 4180, over: 'http' },
    { host: 'proxy.example', port: 1080, over: 'proxy' },
  ]);
  expect(networkNeeds(null, { url: 'https://a.example', pusher })).toMatchObject([
    { host: 'a.example', port: 443 },
    { host: 'ws-eu.pusher.com', port: 443, over: 'wss' },
  ]);
});
