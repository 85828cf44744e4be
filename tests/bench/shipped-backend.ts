// Starts the backend as it ships, in a process of its own, for a bench.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export type ShippedBackend = { url: string; pid: number; stop: () => Promise<void> };

export async function startShippedBackend(
  database: string,
  more: Record<string, string> = {},
): Promise<ShippedBackend> {
  const child: ChildProcess = spawn(process.execPath, ['dist/backend/main.js'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      PORT: '0',
      DATABASE_URL: database,
      COUNTERBELL_RATE_PER_SECOND: '100000',
      LOG_LEVEL: 'info',
      ...more,
    },
  });
  if (!child.stdout) throw new Error('The backend has no output.');
  const lines = createInterface({ input: child.stdout });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The backend ended with ${code}.`)));
    lines.on('line', (line) => {
      if (!line.includes('"listening"')) return;
      resolve((JSON.parse(line) as { url: string }).url);
    });
  });
  return {
    url,
    pid: child.pid ?? 0,
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
      lines.close();
    },
  };
}
