// What disks do: they fill up, are mounted read-only, and give back something else than was written.
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { until } from '../support/poll.ts';
import { startCounter, type Counter, type WhenOver } from './support/counter.ts';

const newFolder = () => mkdtempSync(path.join(os.tmpdir(), 'counterbell-disk-'));

function run(program: string, ...words: string[]): boolean {
  return spawnSync(program, words, { stdio: 'ignore' }).status === 0;
}

/** A small disk of its own; null where nobody may mount one. */
function smallDisk(): { folder: string; remove(): void } | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  const folder = newFolder();
  if (run('mount', '-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', folder))
    return {
      folder,
      remove() {
        run('umount', '-l', folder);
        rmSync(folder, { recursive: true, force: true });
      },
    };
  rmSync(folder, { recursive: true, force: true });
  return null;
}
const trial = smallDisk();
trial?.remove();
const onSmallDisk = trial === null ? test.skip : test.concurrent;
const named = (name: string) =>
  trial === null ? `${name} [not for this system: nobody may mount a small disk here]` : name;

function mountSmallDisk(whenOver: WhenOver): string {
  const disk = smallDisk();
  if (disk === null) throw new Error('The small disk could be mounted a moment ago.');
  whenOver(async () => disk.remove());
  return disk.folder;
}

function fill(folder: string): void {
  for (let size = 65_536, n = 0; size >= 1; n += 1) {
    try {
      writeFileSync(path.join(folder, `filler-${n}`), Buffer.alloc(size));
    } catch {
      size = Math.floor(size / 4);
    }
  }
}

const makeRoom = (folder: string) => {
  for (const name of readdirSync(folder).filter((one) => one.startsWith('filler-')))
    rmSync(path.join(folder, name));
};

const aDish = { quantity: 1, modifiers: [], allergens: [] };

/** While the disk takes nothing: orders ring, commands go out, and the screen says so. */
async function workOnWithoutDisk(
  { backend, counter }: Counter,
  number: string,
  told: 'disk-full' | 'disk-failed',
): Promise<string> {
  // More than fits into what is left of the last block that the journal has already.
  const items = Array.from({ length: 40 }, (_, n) => ({ ...aDish, name: `Dish ${n}` }));
  const { order } = await backend.place({ number, items });
  await counter.wait('toast', (line) => line.title === `New order ${number}`);
  await counter.wait('notices', (line) => line.codes.includes(told));
  expect(await counter.intend({ kind: 'command', order: order.id, verb: 'accept' })).toMatchObject({
    ok: true,
  });
  await counter.wait(
    'order',
    (line) => line.id === order.id && line.status === 'accepted' && line.pending === null,
  );
  return order.id;
}

onSmallDisk(
  named('a full disk: it rings on and says so; once there is room everything is written'),
  async ({ onTestFinished }) => {
    const folder = mountSmallDisk(onTestFinished);
    const all = await startCounter(onTestFinished, { console: { folder } });
    const { backend, counter } = all;
    await counter.is('live');
    fill(folder);
    const accepted = await workOnWithoutDisk(all, 'FULL', 'disk-full');
    const { order: waiting } = await backend.place({ number: 'WAITS' });
    await counter.wait('toast', (line) => line.title === 'New order WAITS');
    const from = counter.lines.length;
    makeRoom(folder);
    await counter.wait('notices', (line) => !line.codes.includes('disk-full'), { from });
    await counter.kill();
    await counter.startAgain();
    await counter.is('live');
    const { orders } = await counter.view();
    expect(orders.find(({ order }) => order.id === accepted)?.order.status).toBe('accepted');
    expect(orders.find(({ order }) => order.id === waiting.id)?.order.status).toBe('new');
    // The marks of both alerts were written in the end: nothing is told a second time.
    expect(counter.lines.filter((line) => line.what === 'toast')).toHaveLength(2);
  },
);

onSmallDisk(
  named(
    'a full disk and a torn journal at one start: what was pressed before is sent, what rang does not ring again',
  ),
  async ({ onTestFinished }) => {
    const folder = mountSmallDisk(onTestFinished);
    const { network, backend, counter } = await startCounter(onTestFinished, { console: { folder } });
    await counter.is('live');
    // Its journal needs more than one block.
    const items = Array.from({ length: 120 }, (_, n) => ({ ...aDish, name: `Dish ${n}` }));
    const { order } = await backend.place({ number: 'BEFORE', items });
    await counter.wait('toast', (line) => line.title === 'New order BEFORE');
    await network.cut();
    expect(await counter.intend({ kind: 'command', order: order.id, verb: 'ready' })).toMatchObject({
      ok: true,
    });
    await counter.kill();
    appendFileSync(filesOf(folder).journal, '0a1b2c3d {"torn');
    // One block is left: enough for an empty journal, too little for this one.
    const lastBlock = path.join(folder, 'last-block');
    writeFileSync(lastBlock, Buffer.alloc(4096));
    fill(folder);
    rmSync(lastBlock);
    let from = counter.lines.length;
    await counter.startAgain();
    await counter.wait(
      'notices',
      (line) => ['journal-repaired', 'disk-full'].every((code) => line.codes.includes(code)),
      { from },
    );
    // The power goes while the disk is still full.
    await counter.kill();
    makeRoom(folder);
    from = counter.lines.length;
    await counter.startAgain();
    await network.heal();
    await counter.wait(
      'order',
      (line) => line.id === order.id && line.status === 'ready' && line.pending === null,
      { from },
    );
    expect(counter.lines.filter((line) => line.what === 'toast')).toHaveLength(1);
  },
);

onSmallDisk(
  named('a read-only disk: it rings on and says so; once it may write it does'),
  async ({ onTestFinished }) => {
    const folder = mountSmallDisk(onTestFinished);
    const all = await startCounter(onTestFinished, { console: { folder } });
    const { counter } = all;
    await counter.is('live');
    // As long as it writes, nobody can.
    await until('the disk to be at rest', () => run('mount', '-o', 'remount,ro', folder));
    await workOnWithoutDisk(all, 'RO', 'disk-failed');
    const from = counter.lines.length;
    expect(run('mount', '-o', 'remount,rw', folder)).toBe(true);
    await counter.wait('notices', (line) => !line.codes.includes('disk-failed'), { from });
  },
);

type Files = { journal: string; session: string; current: string; settings: string };
function filesOf(folder: string): Files {
  const sessions = path.join(folder, 'sessions');
  const own = readdirSync(sessions).find((name) => name !== 'current') ?? '';
  return {
    journal: path.join(sessions, own, 'journal'),
    session: path.join(sessions, own, 'session'),
    current: path.join(sessions, 'current'),
    settings: path.join(folder, 'settings.json'),
  };
}
const zeros = (file: string) => writeFileSync(file, Buffer.alloc(readFileSync(file).length));
const noise = (file: string) => writeFileSync(file, Buffer.alloc(readFileSync(file).length, 0xa5));
const zeroTail = (file: string) => {
  const bytes = readFileSync(file);
  bytes.fill(0, Math.floor(bytes.length / 2));
  writeFileSync(file, bytes);
};
const torn = (file: string) => truncateSync(file, Math.floor(readFileSync(file).length / 2));

const damages: readonly [string, keyof Files, (file: string) => void][] = [
  ['a journal of zeros', 'journal', zeros],
  ['a journal of noise', 'journal', noise],
  ['a journal whose second half is zeros', 'journal', zeroTail],
  ['a journal torn in the middle', 'journal', torn],
  ['an empty journal', 'journal', (file) => truncateSync(file)],
  ['a session file of zeros', 'session', zeros],
  ['a torn session file', 'session', torn],
  ['a pointer of zeros', 'current', zeros],
  ['settings of zeros', 'settings', zeros],
  ['torn settings', 'settings', torn],
];

test.concurrent.for([
  ['the journal', damages.filter(([, which]) => which === 'journal')],
  ['session and settings', damages.filter(([, which]) => which !== 'journal')],
] as const)(
  '%s: whatever is damaged, it starts, is live again with the right book, and new orders ring',
  async ([, some], { onTestFinished }) => {
    const { network, backend, counter } = await startCounter(onTestFinished);
    await counter.is('live');
    const { order: answered } = await backend.place({ number: 'OLD' });
    await counter.wait('toast', (line) => line.title === 'New order OLD');
    await counter.intend({ kind: 'command', order: answered.id, verb: 'accept' });
    await counter.wait(
      'order',
      (line) => line.id === answered.id && line.status === 'accepted' && line.pending === null,
    );
    for (const [n, [what, which, damage]] of some.entries()) {
      await counter.kill();
      const files = filesOf(counter.folder);
      damage(files[which]);
      const from = counter.lines.length;
      await counter.startAgain();
      await counter.is('live');
      const { order } = await backend.place({ number: `N${n}` });
      await counter.wait('toast', (line) => line.title === `New order N${n}`, { from });
      const view = await counter.view();
      expect(view.orders.find((one) => one.order.id === answered.id)?.order.status, what).toBe('accepted');
      expect(
        counter.lines.slice(from).filter((line) => line.what === 'toast' && line.title.includes('OLD')),
        `${what}: what was answered does not ring again`,
      ).toEqual([]);
      expect(
        counter.lines.slice(from).filter((line) => line.what === 'crash'),
        what,
      ).toEqual([]);
      await counter.intend({ kind: 'command', order: order.id, verb: 'ready' });
      await counter.wait(
        'order',
        (line) => line.id === order.id && line.status === 'ready' && line.pending === null,
        {
          from,
        },
      );
    }
    expect(network.websockets()).toBe(1);
  },
);

test.concurrent('a press that was written and never sent survives a line of the journal that went bad before it', async ({
  onTestFinished,
}) => {
  const { network, backend, counter } = await startCounter(onTestFinished);
  await counter.is('live');
  const { order } = await backend.place({ number: 'PRESS' });
  await counter.wait('toast', (line) => line.title === 'New order PRESS');
  await network.cut();
  const answer = await counter.intend({ kind: 'command', order: order.id, verb: 'ready' });
  expect(answer).toMatchObject({ ok: true });
  await counter.kill();
  const { journal } = filesOf(counter.folder);
  const bytes = readFileSync(journal);
  // Inside the second line: the first is the compacted beginning, the press stands in a line behind.
  const second = bytes.indexOf('\n') + 20;
  bytes.fill(0, second, second + 8);
  writeFileSync(journal, bytes);
  const from = counter.lines.length;
  await counter.startAgain();
  await network.heal();
  await counter.is('live');
  await counter.wait(
    'order',
    (line) => line.id === order.id && line.status === 'ready' && line.pending === null,
    {
      from,
    },
  );
});
