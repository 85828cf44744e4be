// Where tests keep their files: in memory, where the system has room for that. Nearly every test makes a database or a
// journal, which waits for the disk at each commit; on a disk that is most of what the tests take.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const name = 'counterbell-tests-';
/** What all stages together never had at once, twice over. */
const roomNeeded = 2 * 2 ** 30;

/**
 * A folder of this process below that one, gone with it; null: there is none, it has no room, or nothing may be run there.
 * @param {string} below
 * @param {{ room?: number }} [options]
 * @returns {string | null}
 */
export function memoryFolder(below, { room = roomNeeded } = {}) {
  const folder = path.join(below, `${name}${process.pid}`);
  try {
    const { bavail, bsize } = statfsSync(below);
    if (bavail * bsize < room) return null;
    for (const other of readdirSync(below))
      if (other.startsWith(name) && !isRunning(Number(other.slice(name.length))))
        rmSync(path.join(below, other), { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    // As /tmp is: PostgreSQL and the browser's sandbox run as somebody else.
    chmodSync(folder, 0o1777);
    const program = path.join(folder, 'program');
    writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
    execFileSync(program);
    rmSync(program);
  } catch {
    rmSync(folder, { recursive: true, force: true });
    return null;
  }
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** Has everything that this process starts keep its files there; what is kept between runs stays where it is. */
export function keepFilesInMemory() {
  if (process.env.COUNTERBELL_TESTS_KEEP !== undefined) return;
  const folder = memoryFolder('/dev/shm');
  if (folder === null) return;
  process.env.COUNTERBELL_TESTS_KEEP = os.tmpdir();
  process.env.TMPDIR = folder;
}
