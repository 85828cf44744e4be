import { expect, test } from 'vitest';
import { policy } from '../../contract/policy.ts';
import { noon, orderNo } from '../../tests/support/brain.ts';
import { answered, createCounter, unreachable } from '../../tests/support/counter.ts';
import { enrolmentAt } from '../../tests/support/enrolment.ts';
import { alertId, type Alert } from '../alerts/alert.ts';
import {
  type Ledger,
  alertIs,
  changed,
  emptyLedger,
  entryIs,
  orderIs,
  readJournal,
  writeLine,
} from '../../tests/support/ledger.ts';
import { waitingPress } from '../../tests/support/waiting-press.ts';

type Files = Map<string, Uint8Array>;
type Life = { full?: (path: string) => boolean; keyring?: boolean };

const order = orderNo(14);
const keyring = { open: async (sealed: Uint8Array) => sealed };
const journalOf = (files: Files): string => [...files.keys()].find((path) => path.endsWith('/journal')) ?? '';

/** One life of a console that IT enrols; its backend lets it in, and is away for all else. */
async function live(files: Files, life: Life = {}) {
  const counter = createCounter({
    files,
    ...life,
    policy: policy.parse({ backend: { url: 'https://backend.example' }, enrolment: { code: 'THE-CODE' } }),
    answer: ({ path }) => (path === '/enrol' ? answered(201, enrolmentAt('r1')) : unreachable),
  });
  void counter.core.start();
  await counter.pass(4000);
  return counter;
}

const press = waitingPress(order.id);
const alert: Alert = {
  id: alertId('placed', order.id),
  order: order.id,
  number: order.number,
  kind: 'placed',
  raisedAt: noon,
  toast: 'toast-1',
  outcome: 'shown',
};

/** The disk of a console that told its people of an order, and whose "ready" nobody has heard of. */
async function lived(): Promise<Files> {
  const files: Files = new Map();
  await (await live(files)).core.stop();
  const { puts } = changed(emptyLedger, [orderIs(order), alertIs(alert), entryIs(press)]);
  const line = await writeLine(puts, { seal: async (plain) => plain });
  const journal = journalOf(files);
  files.set(journal, Buffer.concat([files.get(journal) ?? new Uint8Array(), line]));
  return files;
}

async function ledgerOf(files: Files): Promise<Ledger> {
  return (await readJournal(files.get(journalOf(files)) ?? new Uint8Array(), keyring)).ledger;
}

const tear = (files: Files): void =>
  void files.set(
    journalOf(files),
    Buffer.concat([files.get(journalOf(files)) ?? new Uint8Array(), Buffer.from('0a1b2c3d {"op')]),
  );
const loseToken = (files: Files): void => {
  const path = journalOf(files).replace(/journal$/, 'session');
  const file: object = JSON.parse(Buffer.from(files.get(path) ?? '').toString());
  files.set(path, Buffer.from(JSON.stringify({ ...file, sealed: null })));
};

/** For an enrolment there was room, for more there was not. */
const fullSince = (path: string) => path.endsWith('/journal');

test.each<[string, (files: Files) => void, Life]>([
  ['whose journal was torn', tear, { full: () => true }],
  ['that has no keyring for its token', loseToken, { full: fullSince, keyring: false }],
])(
  'a console on a full disk, %s, leaves every unsent press and alert mark in the journal',
  async (_what, harm, life) => {
    const files = await lived();
    harm(files);
    // The power goes while the disk is still full.
    await live(files, life);
    const after = await ledgerOf(files);
    expect([...after.outbox.values()]).toEqual([press]);
    expect([...after.alerts.values()]).toEqual([alert]);

    const { asked, toasts } = await live(files);
    const sent = asked.filter(({ path }) => path.endsWith('/ready')).map((request) => request.idempotencyKey);
    expect([...new Set(sent)]).toEqual([press.id]);
    expect(toasts).toEqual([]);
  },
);
