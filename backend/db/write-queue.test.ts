import { expect, test } from 'vitest';
import type { Db } from './schema.ts';
import { createWriteQueue, type Rank } from './write-queue.ts';

/** A queue whose transactions are told, and whose clock stands unless it is moved. */
function queueThatTells() {
  const clock = { now: 0 };
  const transactions: string[][] = [];
  let current: string[] = [];
  const queue = createWriteQueue({
    now: () => clock.now,
    async inTransaction(work) {
      current = [];
      transactions.push(current);
      await work({} as Db);
    },
  });
  const write = (name: string, rank?: Rank, takesMs = 0) =>
    queue.write(async () => {
      current.push(name);
      clock.now += takesMs;
    }, rank);
  return { clock, transactions, queue, write };
}

test('urgent first, then orders together, and what may wait in a transaction of its own', async () => {
  const { transactions, queue, write } = queueThatTells();
  void write('chat', 'last');
  void write('order 1');
  void write('mark', 'urgent');
  void write('order 2');
  void write('read', 'last');
  expect(queue.waiting()).toBe(3);
  await queue.idle();
  expect(transactions).toEqual([
    ['mark', 'order 1', 'order 2'],
    ['chat', 'read'],
  ]);
});

test('an order that comes while messages are written waits for no second one of them', async () => {
  const { transactions, queue, write } = queueThatTells();
  const first = write('chat 1', 'last', 2);
  void write('chat 2', 'last', 2);
  void first.then(() => void write('order'));
  await queue.idle();
  expect(transactions).toEqual([['chat 1'], ['order'], ['chat 2']]);
});

test('where orders never end, what waited long enough has its turn all the same', async () => {
  const { clock, transactions, queue, write } = queueThatTells();
  void write('chat', 'last');
  clock.now = 101;
  void write('order');
  await queue.idle();
  expect(transactions).toEqual([['chat'], ['order']]);
});

test('however much of what may wait is overdue, between two goes of it orders have theirs', async () => {
  const { clock, transactions, queue, write } = queueThatTells();
  for (let i = 0; i < 3; i += 1) void write(`chat ${i}`, 'last', 2);
  clock.now = 500;
  void write('order');
  await queue.idle();
  expect(transactions).toEqual([['chat 0'], ['order'], ['chat 1'], ['chat 2']]);
});

test('who fails in company is tried alone, and the others are written', async () => {
  const transactions: number[] = [];
  const queue = createWriteQueue({
    async inTransaction(work) {
      transactions.push(1);
      await work({} as Db);
    },
  });
  const good = queue.write(async () => 'good');
  const bad = queue.write(async () => {
    throw new Error('bad');
  });
  await expect(bad).rejects.toThrow('bad');
  await expect(good).resolves.toBe('good');
  expect(transactions).toHaveLength(3);
});
