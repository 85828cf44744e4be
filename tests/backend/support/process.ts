// The backend as it ships, in a process of its own that can be killed.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { bundle } from '../../../build/bundle.mjs';
import { projectRoot } from '../../../build/paths.mjs';
import { targets } from '../../../build/targets.mjs';
import { withItsParent } from '../../support/backend.ts';

let built: Promise<unknown> | null = null;

/** Once for all tests of a file, so that none starts a program which another is just writing. */
export async function buildBackend(): Promise<void> {
  await (built ??= bundle(
    targets.filter((target) => target.name === 'backend'),
    { say: () => {} },
  ));
}

export type BackendProcess = {
  url: string;
  /** Without a warning, as when the power goes. */
  kill(): Promise<void>;
  stop(): Promise<{ code: number | null }>;
};

export async function runBackend(
  env: Record<string, string>,
  flags: readonly string[] = [],
): Promise<BackendProcess & { lines: Record<string, unknown>[] }> {
  const child: ChildProcess = spawn(
    process.execPath,
    [...withItsParent, path.join(projectRoot, 'dist/backend/main.js'), ...flags],
    {
      env: { PATH: process.env.PATH ?? '', HOST: '127.0.0.1', ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  const ended = once(child, 'exit');
  let said = '';
  child.stderr?.on('data', (text: Buffer) => (said += text.toString()));
  const lines: Record<string, unknown>[] = [];
  if (!child.stdout) throw new Error('The backend has no output.');
  const reading = createInterface({ input: child.stdout });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The backend ended with ${code}: ${said}`)));
    reading.on('line', (text) => {
      const line = JSON.parse(text) as Record<string, unknown>;
      lines.push(line);
      if (line.event === 'listening') resolve(String(line.url));
    });
  });
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    const [code] = (await ended) as [number | null];
    return { code };
  };
  return {
    url,
    lines,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  };
}
