import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { until } from '../../tests/support/poll.ts';
import { startWatcher, watcherBeside, type Pace } from '../../tests/support/watched-console.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-watched-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let nth = 0;

/** `program`: what the console does each time, in shell; `$life` is where signs of life go, `$start` which start it is. */
function watch(program: string, words: readonly string[] = [], pace: Pace = {}) {
  const starts = path.join(folder, String((nth += 1)));
  const { watcher, remove } = watcherBeside(
    `echo "$*" >>'${starts}'
     start=$(wc -l <'${starts}')
     for word do case $word in --life-file=*) life=\${word#*=} ;; esac; done
     ${program}`,
    pace,
  );
  const running = startWatcher(watcher, words, process.env as Record<string, string>);
  return {
    ...running,
    /** The words of each start, without those that only the watcher knows. */
    starts(): string[] {
      try {
        const all = readFileSync(starts, 'utf8').trimEnd().split('\n');
        return all.map((line) => line.replace(/ ?--life-file=\S+/, '').trim());
      } catch {
        return [];
      }
    },
    async over() {
      const end = await running.ended;
      remove();
      return end;
    },
  };
}

describe.skipIf(process.platform !== 'linux')('the watcher [not for this system: it is for Linux]', () => {
  test('ends with the console when somebody ended it', async () => {
    const seen = watch('echo "1 shown" >"$life"; exit 0', ['--hidden']);
    expect(await seen.over()).toEqual({ code: 0, signal: null });
    expect(seen.starts()).toEqual(['--hidden']);
  });

  test.each([1, 2])('does not repeat what never came up and said %i', async (code) => {
    const seen = watch(`exit ${code}`, ['--remote-debugging-port=0']);
    expect(await seen.over()).toEqual({ code, signal: null });
    expect(seen.starts()).toHaveLength(1);
  });

  test('starts one that died again, in the tray where its window was not in sight', async () => {
    const seen = watch('[ "$start" = 2 ] && exit 0; echo "7 hidden" >"$life"; kill -9 $$', [
      '--user-data-dir=/a b',
    ]);
    expect(await seen.over()).toEqual({ code: 0, signal: null });
    expect(seen.starts()).toEqual(['--user-data-dir=/a b', '--user-data-dir=/a b --came-back=137 --hidden']);
  });

  test('with its window where it was in sight, and the same words each time', async () => {
    const seen = watch('[ "$start" = 3 ] && exit 0; echo "7 shown" >"$life"; kill -9 $$', [
      '--hidden',
      "--x=it's",
    ]);
    await seen.over();
    expect(seen.starts()).toEqual([
      "--hidden --x=it's",
      "--x=it's --came-back=137",
      "--x=it's --came-back=137",
    ]);
  });

  test('one that failed after it was up is started again, and one that asks for it', async () => {
    const failed = watch('[ "$start" = 2 ] && exit 0; echo "1 hidden" >"$life"; exit 1');
    await failed.over();
    expect(failed.starts()).toHaveLength(2);
    const asked = watch('[ "$start" = 2 ] && exit 0; echo "again shown" >"$life"; exit 0');
    await asked.over();
    expect(asked.starts()).toEqual(['', '--came-back=0']);
  });

  test('ends one that gives no sign of life any more, and none that does', async () => {
    const pace = { every: 1, quiet_looks: 2 };
    const hanging = watch('[ "$start" = 2 ] && exit 0; echo "1 hidden" >"$life"; exec sleep 60', [], pace);
    await hanging.over();
    expect(hanging.said()).toContain('no sign of life for 2 s');
    expect(hanging.starts()).toHaveLength(2);
    const living = watch(
      'for n in 1 2 3 4 5 6; do echo "$n hidden" >"$life"; sleep 0.7; done; exit 0',
      [],
      pace,
    );
    await living.over();
    expect(living.starts()).toHaveLength(1);
  });

  test('waits before the next start after three ends in a row, and says so', async () => {
    const seen = watch('[ "$start" = 4 ] && exit 0; echo "1 hidden" >"$life"; kill -9 $$', [], {
      storm_wait: 2,
    });
    await until('three starts', () => seen.starts().length === 3);
    await until('it to say so', () => seen.said().includes('3 ends within 120 s'));
    await pause(1000);
    expect(seen.starts()).toHaveLength(3);
    await seen.over();
    expect(seen.starts()).toHaveLength(4);
  });

  test('told to end it ends the console, also while it waits, and starts nothing after that', async () => {
    const ready = 'echo "1 hidden" >"$life"';
    const running = watch(`trap 'exit 0' TERM; ${ready}; while :; do sleep 0.1; done`);
    await until('the start', () => running.starts().length === 1);
    await pause(300);
    running.child.kill('SIGTERM');
    expect(await running.over()).toEqual({ code: 0, signal: null });
    const dying = watch(`${ready}; kill -9 $$`, [], { storm_wait: 60 });
    await until('it to wait', () => dying.said().includes('waits 60 s'));
    dying.child.kill('SIGTERM');
    expect(await dying.over()).toEqual({ code: 0, signal: null });
    expect(dying.starts()).toHaveLength(3);
  });

  test('leaves nothing behind', async () => {
    const place = mkdtempSync(path.join(folder, 'run-'));
    const { watcher, remove } = watcherBeside('exit 0');
    const running = startWatcher(watcher, [], { PATH: process.env.PATH ?? '', XDG_RUNTIME_DIR: place });
    await running.ended;
    remove();
    expect(readdirSync(place)).toEqual([]);
  });
});
