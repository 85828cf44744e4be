import { expect, test } from 'vitest';
import { policy } from '../../contract/policy.ts';
import { orderId, orderNo, refusal } from '../../tests/support/brain.ts';
import { answered, createCounter, unreachable } from '../../tests/support/counter.ts';
import { enrolmentAt } from '../../tests/support/enrolment.ts';
import { changed, emptyLedger, entryIs, orderIs, writeLine } from '../../tests/support/ledger.ts';
import { waitingPress } from '../../tests/support/waiting-press.ts';

type Files = Map<string, Uint8Array>;

/**
 * One life of a console that IT enrols; its backend lets it in, and is away for all else. `superseded`: the first session
 * it got was replaced before it could use it.
 */
async function live(files: Files, restaurant = 'r1', { superseded = false } = {}) {
  let tokens = 0;
  const replaced = superseded ? 'token-number-1-of-this-life' : null;
  const counter = createCounter({
    files,
    policy: policy.parse({ backend: { url: 'https://backend.example' }, enrolment: { code: 'THE-CODE' } }),
    answer: ({ path, token }) => {
      if (path === '/enrol') {
        tokens += 1;
        return answered(201, { ...enrolmentAt(restaurant), token: `token-number-${tokens}-of-this-life` });
      }
      return token === replaced ? refusal(401, 'device-revoked', '-') : unreachable;
    },
  });
  void counter.core.start();
  await counter.pass(4000);
  const { core, asked, logged } = counter;
  const presses = asked.filter(({ path, token }) => path.endsWith('/ready') && token !== replaced);
  return {
    enrolled: asked.filter(({ path }) => path === '/enrol').length,
    notices: core.view().notices.map(({ code, detail }) => ({ code, detail })),
    sent: [...new Set(presses.map(({ idempotencyKey }) => idempotencyKey))],
    device: core.view().device,
    logged,
    stop: () => {
      void core.stop();
      return counter.pass(1000);
    },
  };
}

const ready = waitingPress(orderId(14));

const fileOf = (files: Files, name: string): string =>
  [...files.keys()].find((path) => path.startsWith('sessions/') && path.endsWith(`/${name}`)) ?? '';
const zeroFill = (files: Files, path: string): void =>
  void files.set(path, new Uint8Array(files.get(path)?.length ?? 0));

/** The disk of a console that was enrolled, with a press that nobody has heard of. */
async function lived(): Promise<Files> {
  const files: Files = new Map();
  const first = await live(files);
  await first.stop();
  expect(first.notices).toEqual([]);
  const order = orderNo(14, { status: 'accepted' });
  const { puts } = changed(emptyLedger, [orderIs(order), entryIs(ready)]);
  const line = await writeLine(puts, { seal: async (plain) => plain });
  const journal = fileOf(files, 'journal');
  files.set(journal, Buffer.concat([files.get(journal) ?? new Uint8Array(), line]));
  return files;
}

test('a start on whole files enrols nobody and tells nothing', async () => {
  const again = await live(await lived());
  expect(again).toMatchObject({ enrolled: 0, notices: [], sent: ['press-1'] });
});

test.each([
  ['filled with zeros', (files: Files, path: string) => zeroFill(files, path)],
  ['emptied', (files: Files, path: string) => void files.set(path, new Uint8Array())],
])('all files %s: it is set up again, and told that presses may be lost', async (_how, damage) => {
  const files = await lived();
  for (const path of files.keys()) if (path.startsWith('sessions/')) damage(files, path);
  const again = await live(files);
  expect(again).toMatchObject({
    enrolled: 1,
    device: { name: 'Counter' },
    notices: [{ code: 'session-lost', detail: '' }],
    sent: [],
  });
  expect(again.logged).toContain('session.damaged');
});

test('the sign-in alone is damaged: set up again for the same restaurant, what was pressed is sent', async () => {
  const files = await lived();
  zeroFill(files, fileOf(files, 'session'));
  expect(await live(files)).toMatchObject({
    enrolled: 1,
    notices: [{ code: 'session-damaged', detail: '' }],
    sent: ['press-1'],
  });
});

test('and superseded by an enrolment of its own, it sends what was pressed with the next one', async () => {
  const files = await lived();
  zeroFill(files, fileOf(files, 'session'));
  const again = await live(files, 'r1', { superseded: true });
  expect(again).toMatchObject({ enrolled: 2, notices: [{ code: 'session-damaged' }], sent: ['press-1'] });
});

test('a missing sign-in that was named as the one that counts is told as well', async () => {
  const files = await lived();
  files.delete(fileOf(files, 'session'));
  expect(await live(files)).toMatchObject({ notices: [{ code: 'session-damaged' }], sent: ['press-1'] });
});

test('the word which session counts is damaged: the only one there goes on', async () => {
  const files = await lived();
  zeroFill(files, 'sessions/current');
  expect(await live(files)).toMatchObject({ enrolled: 0, notices: [], sent: ['press-1'] });
});

test('a journal that is only in part there is no promise that nothing is lost', async () => {
  const files = await lived();
  zeroFill(files, fileOf(files, 'session'));
  const journal = fileOf(files, 'journal');
  files.set(journal, Buffer.concat([files.get(journal) ?? new Uint8Array(), new Uint8Array(40)]));
  const { notices, sent } = await live(files);
  expect(notices.map(({ code }) => code)).toContain('session-lost');
  expect(sent).toEqual(['press-1']);
});

test('set up for another restaurant: it names the orders whose presses are lost', async () => {
  const files = await lived();
  zeroFill(files, fileOf(files, 'session'));
  const again = await live(files, 'r2');
  expect(again.notices).toContainEqual({ code: 'presses-lost', detail: '14' });
  expect(again.sent).toEqual([]);
});

test('an enrolment that was cut short before it counted is no damage', async () => {
  const files: Files = new Map([['sessions/half/journal', new Uint8Array()]]);
  expect(await live(files)).toMatchObject({ enrolled: 1, notices: [] });
});

test('a device that left, and whose word of it is damaged, says so', async () => {
  const files: Files = new Map([['sessions/current', new Uint8Array(20)]]);
  expect(await live(files)).toMatchObject({ enrolled: 1, notices: [{ code: 'session-lost' }] });
});
