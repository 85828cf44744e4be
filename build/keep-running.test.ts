// What keeps the console running where no watcher of ours does: by each system's own tool, as far as one can look here.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from './paths.mjs';

const read = (file: string) => readFileSync(path.join(projectRoot, 'build', file), 'utf8');
const isThere = (program: string) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;

const named = (name: string, tool: string) =>
  isThere(tool) ? name : `${name} [not for this system: it has no ${tool}]`;

test.skipIf(!isThere('systemd-analyze'))(
  named('systemd reads the unit as it is meant', 'systemd-analyze'),
  () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-unit-'));
    const unit = path.join(folder, 'counterbell.service');
    // The program is not installed where this runs; any that is does for the reading.
    const text = read('linux/counterbell.service').replaceAll(
      '/opt/Counterbell/counterbell-watch',
      '/bin/true',
    );
    writeFileSync(unit, text.replace('file:///opt/Counterbell/licenses/Counterbell.txt', 'file:///dev/null'));
    const verified = spawnSync('systemd-analyze', ['--user', 'verify', unit], {
      encoding: 'utf8',
      env: { ...process.env, XDG_RUNTIME_DIR: folder },
    });
    rmSync(folder, { recursive: true, force: true });
    expect(`${verified.stderr}${verified.stdout}`.trim()).toBe('');
    expect(verified.status).toBe(0);
  },
);

test.skipIf(!isThere('xmllint')).each(['mac/io.counterbell.console.plist', 'windows/counterbell-task.xml'])(
  named('%s is well-formed', 'xmllint'),
  (file) => {
    const checked = spawnSync('xmllint', ['--nonet', '--noout', path.join(projectRoot, 'build', file)], {
      encoding: 'utf8',
    });
    expect(checked.stderr).toBe('');
  },
);
