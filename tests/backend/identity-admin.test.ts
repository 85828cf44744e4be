import { Readable } from 'node:stream';
import { beforeEach, expect, test } from 'vitest';
import { runAdmin } from '../../backend/admin/cli.ts';
import { readArguments, readDuration, readUses } from '../../backend/admin/arguments.ts';
import { firstLine } from '../../backend/admin/stdin.ts';
import { fact } from '../../backend/db/facts.ts';
import { noteFingerprint } from '../../backend/http/tls.ts';
import { openStore } from '../../backend/db/open.ts';
import { createIdentity, type Identity } from '../../backend/identity/index.ts';
import { createEventLog } from '../../backend/streams/event-log.ts';
import { readEnrolmentCode } from '../../contract/enrolment-code.ts';
import { defaultChannels, type ChannelTemplates } from '../../contract/streams.ts';
import { must } from './identity-house.ts';
import { onBothDatabases } from './support/databases.ts';

onBothDatabases((databases) => {
  let database: string;
  beforeEach(async () => {
    database = await databases.fresh();
  });

  async function admin(line: string, how: { stdin?: string; channels?: ChannelTemplates } = {}) {
    const out: string[] = [];
    const err: string[] = [];
    const code = await runAdmin({
      // "a b" is one word.
      args: [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? ''),
      openStore: () => openStore(database),
      out: (text) => out.push(text),
      err: (text) => err.push(text),
      readSecret: () => firstLine(Readable.from([how.stdin ?? ''])),
      now: Date.now,
      ...(how.channels && { channels: how.channels }),
    });
    return { code, out: out.join('\n'), err: err.join('\n') };
  }
  async function json(line: string): Promise<Record<string, unknown>> {
    const { code, out, err } = await admin(`${line} --json`);
    if (code !== 0) throw new Error(`${line}: ${out}${err}`);
    return JSON.parse(out) as Record<string, unknown>;
  }
  async function withIdentity<T>(work: (identity: Identity) => Promise<T>): Promise<T> {
    const store = await openStore(database);
    try {
      await fact(store, 'epoch', () => 'epoch-1');
      return await work(await createIdentity({ store, log: createEventLog(store), now: Date.now }));
    } finally {
      await store.close();
    }
  }
  const request = (code: string) => ({ code, installId: 'install-1', deviceName: 'Till' });

  test('a restaurant whose channel would be another’s is not founded', async () => {
    const channels = { ...defaultChannels, restaurant: 'private-:id' };
    const add = (id: string) => admin(`restaurant add Seven --id ${id}`, { channels });
    expect(await add('user-7')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/is the channel of user:7\. .*Or take another id for it\.$/),
    });
    expect((await add('seven')).code).toBe(0);
  });

  test('from nothing to a console, a person and a sales channel, each step saying the next', async () => {
    const made = await admin('restaurant add "Trattoria Bella" --zone Europe/Rome');
    expect(made.code).toBe(0);
    expect(made.out).toContain('admin code add --restaurant trattoria-bella');
    const { code } = await json('code add');
    const { key } = await json('key add web');
    const { pin } = await json('person add Ada --role manager');
    await withIdentity(async (identity) => {
      const { token } = must(await identity.enrol(request(String(code)), 'a'));
      const till = must(await identity.identify(token));
      expect(till.restaurant).toBe('trattoria-bella');
      expect(await identity.principalOf(String(key))).toMatchObject({ kind: 'channel', name: 'web' });
      expect(await identity.stepIn(till, { pin: String(pin) }, 'a')).toMatchObject({
        value: { person: { name: 'Ada', role: 'manager' } },
      });
    });
    const { devices } = (await json('device list')) as { devices: { id: string }[] };
    expect(devices).toMatchObject([{ name: 'Till', live: false }]);
    expect(await admin(`device revoke ${devices[0]?.id}`)).toMatchObject({ code: 0 });
    expect((await json('device list')).devices).toEqual([]);
  });

  test('everything that was added can be listed and ended, once', async () => {
    await admin('restaurant add Bella');
    const codeId = (await json('code add --uses unlimited --expires never --label fleet')).id;
    const keyId = (await json('key add web')).id;
    const adminKeyId = (await json('key add "head office" --admin --all')).id;
    const personId = (await json('person add Ada')).id;
    expect((await json('code list')).codes).toMatchObject([
      { label: 'fleet', maxUses: null, expiresAt: null },
    ]);
    expect((await json('key list')).keys).toMatchObject([
      { id: keyId, kind: 'channel', restaurant: 'bella' },
    ]);
    expect((await json('key list --all')).keys).toMatchObject([
      { id: adminKeyId, kind: 'admin', restaurant: null },
    ]);
    for (const line of [
      `code revoke ${codeId}`,
      `key revoke ${keyId}`,
      `key revoke ${adminKeyId} --all`,
      `person revoke ${personId}`,
      'restaurant revoke bella',
    ]) {
      expect(await admin(line), line).toMatchObject({ code: 0, err: '' });
      expect(await admin(line), line).toMatchObject({ code: 1, out: '' });
    }
    expect((await admin('restaurant list')).out).toMatch(/bella +Bella +UTC +ended/);
  });

  test('tables line up and show no secrets', async () => {
    await admin('restaurant add Bella');
    const { code } = await json('code add --label "the till"');
    const { out } = await admin('code list');
    const [head = '', row = ''] = out.split('\n');
    expect(row.indexOf('the till')).toBe(head.indexOf('LABEL'));
    expect(out).not.toContain(String(code));
  });

  test('a PIN or a password comes over standard input, not over the command line', async () => {
    await admin('restaurant add Bella');
    expect(await admin('person add Ben --pin-stdin', { stdin: '4826\n' })).toMatchObject({ code: 0 });
    const login = 'person add Ada --role admin --email ada@example.com --password-stdin';
    const ada = await admin(login, { stdin: 'correct horse battery\n' });
    expect(ada).toMatchObject({ code: 0 });
    expect(ada.out).not.toContain('correct');
    const people = await json('person list');
    expect(people.people).toMatchObject([
      { name: 'Ben', hasPin: true, hasPassword: false },
      { name: 'Ada', hasPin: false, hasPassword: true, email: 'ada@example.com' },
    ]);
    const store = await openStore(database);
    const kept = await store.read.selectFrom('people').select(['pin_hash', 'password_hash']).execute();
    await store.close();
    // Whoever says nothing else gets the cost that guessing is to have.
    const usual = expect.stringMatching(/^scrypt\$32768\$8\$1\$/);
    expect(kept).toContainEqual({ pin_hash: usual, password_hash: null });
    expect(kept).toContainEqual({ pin_hash: null, password_hash: usual });
  });

  test('a code carries the fingerprint of a certificate the backend made itself', async () => {
    await admin('restaurant add Bella');
    const fingerprint = 'ab'.repeat(32);
    const store = await openStore(database);
    await noteFingerprint(store, fingerprint);
    await store.close();
    const [code = ''] = (await admin('device add')).out.split('\n');
    const read = readEnrolmentCode(code);
    expect(read.fingerprint).toBe(fingerprint);
    await withIdentity(async (identity) => {
      expect(await identity.enrol(request(read.code), 'a')).toMatchObject({ ok: true });
    });
  });

  test('with several restaurants one has to be named, and one that is there', async () => {
    await admin('restaurant add Bella');
    await admin('restaurant add Roma');
    expect((await admin('code add')).err).toBe('Say which one: --restaurant bella | roma');
    expect((await admin('code add --restaurant milano')).err).toBe('There is no restaurant "milano".');
    expect(await admin('code add --restaurant roma')).toMatchObject({ code: 0 });
    expect((await admin('restaurant add Bella')).err).toContain('already');
  });

  test('what is refused changes nothing, and says why', async () => {
    await admin('restaurant add Roma');
    for (const line of [
      'restaurant add',
      'restaurant add Bella --zone Middle/Earth',
      'restaurant add Bella --currency XYZ',
      'restaurant add Bella --id "../up"',
      'person add Ada --role chef',
      'code add --uses 0',
      'code add --expires soon',
      'key add web --all',
      'device revoke',
      `device revoke "' or 1=1 --"`,
    ]) {
      const answer = await admin(line);
      expect(answer.code, line).toBe(1);
      expect(answer.err, line).toMatch(/\.$|:/);
    }
    expect((await json('restaurant list')).restaurants).toHaveLength(1);
    for (const thing of ['person', 'code', 'key'])
      expect(Object.values(await json(`${thing} list`))[0], thing).toEqual([]);
  });

  test('without a restaurant the way on is said', async () => {
    expect(await admin('code add')).toMatchObject({
      code: 1,
      err: 'There is no restaurant yet. Make one: admin restaurant add "NAME".',
    });
  });
});

test('durations and uses are read as they are written', () => {
  expect(['7d', '12h', '30m', 'never', '7', 'd', '-1d'].map(readDuration)).toEqual([
    604_800_000,
    43_200_000,
    1_800_000,
    null,
    undefined,
    undefined,
    undefined,
  ]);
  expect(['1', 'unlimited', '0', '1.5', ''].map(readUses)).toEqual([
    1,
    null,
    undefined,
    undefined,
    undefined,
  ]);
});

test.each([
  ['', /^$/],
  ['--help', /^$/],
  ['waiter add', /"waiter" is none of restaurant, person/],
  ['code', /Say what to do with the code: add, list, revoke/],
  ['code add one two', /Too many words/],
  ['code add --colour red', /colour/],
])('%o is not understood, and why is said', (line, why) => {
  const read = readArguments(line.split(' ').filter(Boolean));
  expect(read).toMatchObject({ ok: false, why: expect.stringMatching(why) });
});

test('what was not understood is answered with the usage and never opens the database', async () => {
  const said: string[] = [];
  const run = (args: string[]) =>
    runAdmin({
      args,
      openStore: () => Promise.reject(new Error('opened')),
      out: (line) => said.push(`out ${line}`),
      err: (line) => said.push(`err ${line}`),
      readSecret: () => Promise.reject(new Error('asked for a secret')),
      now: Date.now,
    });
  expect([await run([]), await run(['--help']), await run(['waiter', 'add'])]).toEqual([0, 0, 2]);
  expect(said.map((line) => line.slice(0, 12))).toEqual(['out Usage: n', 'out Usage: n', 'err "waiter"']);
});
