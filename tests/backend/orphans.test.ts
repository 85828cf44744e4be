// A test that is killed stops nothing itself: what it had started must end all the same.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { beforeAll, expect, test } from 'vitest';
import { withItsParent } from '../support/backend.ts';
import { buildBackend } from './support/process.ts';
import { until } from './support/shop.ts';

beforeAll(buildBackend, 120_000);

const starter = `
  import { spawn } from 'node:child_process';
  const words = ${JSON.stringify([...withItsParent, 'dist/backend/main.js', '--demo'])};
  const child = spawn(process.execPath, words, { detached: true, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  child.stdout.on('data', (text) => {
    if (String(text).includes('"listening"')) console.log(child.pid);
  });
`;

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('a backend ends with the test that started it, however that ended', async () => {
  const parent = spawn(process.execPath, ['--input-type=module', '-e', starter], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1' },
  });
  const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
  const pid = Number(line);
  expect(lives(pid)).toBe(true);
  parent.kill('SIGKILL');
  await until('the backend to end', () => !lives(pid));
});
