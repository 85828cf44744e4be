// A console that waits in the tray and is live, with the desktop and the backend that it needs.
import { startBackend, type RunningBackend } from './backend.ts';
import { spawnConsole, type SpawnedConsole } from './console.ts';
import { startDesktop, type Desktop } from './desktop.ts';

export type WaitingConsole = {
  desktop: Desktop;
  backend: RunningBackend;
  counter: SpawnedConsole;
  stop(): Promise<void>;
};

export async function startWaitingConsole(): Promise<WaitingConsole> {
  const desktop = await startDesktop();
  const backend = await startBackend();
  const counter = await spawnConsole({ env: desktop.env, backend, words: ['--hidden'] });
  await counter.log.wait('status.changed', { status: 'live' });
  return {
    desktop,
    backend,
    counter,
    async stop() {
      await counter.stop();
      await backend.stop();
      await desktop.stop();
    },
  };
}
