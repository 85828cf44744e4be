// How long the journal takes for one event with a full book behind it, on the real disk.
import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto';
import type { Secrets } from '../../../core/ports/secrets.ts';
import { createDisk } from '../../../electron/adapters/disk.ts';
import { orderNumbered } from './order.ts';
import {
  type Change,
  applyChanges,
  changed,
  cursorIs,
  emptyLedger,
  openJournal,
  orderIs,
} from '../../support/ledger.ts';

/** Sealed as in the shipped console, where a keyring of the system's does it. */
function secretsOf(key: Buffer): Secrets {
  return {
    durable: async () => true,
    async seal(plain) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    async open(sealed) {
      const box = Buffer.from(sealed);
      const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, 12));
      decipher.setAuthTag(box.subarray(-16));
      return Buffer.concat([decipher.update(box.subarray(12, -16)), decipher.final()]);
    },
  };
}

export async function commitTimes(
  folder: string,
  { orders, commits }: { orders: number; commits: number },
): Promise<number[]> {
  const opened = await openJournal(createDisk(folder), secretsOf(randomBytes(32)), 'journal');
  if (!opened.ok) throw new Error(opened.failure.message);
  const { journal } = opened.value;
  const book = Array.from({ length: orders }, (_, n) => orderNumbered(n, Date.now()));
  let ledger = applyChanges(
    emptyLedger,
    book.map((order) => orderIs(order)),
  );
  journal.beginAnew();
  await journal.append([], ledger);
  const times: number[] = [];
  for (let n = 0; n < commits; n += 1) {
    const order = book[(n * 7) % book.length];
    if (order === undefined) throw new Error('The book is empty.');
    const changes: Change[] = [
      orderIs({ ...order, status: 'accepted' }),
      cursorIs('restaurant:demo', { epoch: 'e', seq: n + 1, id: randomUUID() }),
    ];
    const began = performance.now();
    const after = changed(ledger, changes);
    ({ ledger } = after);
    const written = await journal.append([after.puts], ledger);
    times.push(performance.now() - began);
    if (!written.ok) throw new Error(written.failure.message);
  }
  return times;
}
