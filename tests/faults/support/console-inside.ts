// The real console in a network of its own: driven from outside, on a desktop that it shares with the test.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../../build/paths.mjs';
import { startProcess } from '../../../build/processes.mjs';
import { startBackend, type RunningBackend } from '../../support/backend.ts';
import { driveConsole, runtimePath, type DrivenConsole } from '../../support/console.ts';
import { startDesktop, type Desktop } from '../../support/desktop.ts';
import { freePort } from '../../support/free-port.ts';
import { until } from '../../support/poll.ts';
import { startNetwork, type Network } from '../../support/proxy.ts';
import { buildBackend } from '../../backend/support/process.ts';
import { startNameServer, type NameServer } from './name-server.ts';
import { makePlace, type NetworkPlace } from './network-place.ts';
import type { WhenOver } from './counter.ts';

export const backendName = 'orders.counterbell.test';

export type ConsoleInside = {
  place: NetworkPlace;
  names: NameServer;
  /** All that goes to the backend and to Pusher goes through it. */
  network: Network;
  backend: RunningBackend;
  desktop: Desktop;
  counter: DrivenConsole;
  /** Of the user whose desktop it is. */
  home: string;
};

/** Playwright asks for any port; those that are given instead are the same inside and outside. */
const starter = (inside: readonly string[], runtime: string, inspect: number, pages: number) => `#!/bin/sh
for word do
  shift
  case $word in
    --inspect=0) word=--inspect=${inspect} ;;
    --remote-debugging-port=0) word=--remote-debugging-port=${pages} ;;
  esac
  set -- "$@" "$word"
done
exec ${inside.join(' ')} '${runtime}' "$@"
`;

/** Whoever connects to one of these ports outside gets to the same one inside. */
async function reachInside(
  { inside }: NetworkPlace,
  folder: string,
  ports: readonly number[],
): Promise<() => Promise<void>> {
  const file = (port: number) => path.join(folder, `to-${port}`);
  const script = path.join(projectRoot, 'tests/faults/support/reach-inside.mjs');
  const [program = '', ...words] = [...inside, process.execPath, script];
  const relay = startProcess(program, [...words, ...ports.map((port) => `${port}=${file(port)}`)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  relay.child.stdout?.on('data', (chunk) => (said += String(chunk)));
  await until('the way inside', () => said.split('listening').length > ports.length);
  const servers = await Promise.all(
    ports.map(
      (port) =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const server = createServer((outer) => {
            const inner = connect(file(port));
            outer.pipe(inner).pipe(outer);
            outer.on('error', () => inner.destroy());
            inner.on('error', () => outer.destroy());
          });
          server.listen(port, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  return async () => {
    for (const server of servers) server.close();
    await relay.stop();
  };
}

/** KDE's: the one of which Chromium reads the proxy from a file, and sees when it changes. */
function desktopOf(home: string): Record<string, string> {
  const configuration = path.join(home, '.config');
  mkdirSync(configuration);
  setProxy(home, null);
  return {
    HOME: home,
    XDG_CONFIG_HOME: configuration,
    XDG_CURRENT_DESKTOP: 'KDE',
    KDE_SESSION_VERSION: '5',
  };
}

/** As a person does in the settings of their desktop. */
export function setProxy(home: string, proxy: string | null): void {
  const named =
    proxy === null ? ['ProxyType=0'] : ['ProxyType=1', `httpProxy=${proxy}`, `httpsProxy=${proxy}`];
  writeFileSync(path.join(home, '.config/kioslaverc'), `[Proxy Settings]\n${named.join('\n')}\n`);
}

export async function startConsoleInside(whenOver: WhenOver): Promise<ConsoleInside> {
  await buildBackend();
  const place = makePlace();
  whenOver(async () => place.remove());
  const { v4, v6 } = place.server;
  const network = await startNetwork([v4, v6]);
  whenOver(() => network.stop());
  const names = await startNameServer(v6, [v4, v6]);
  whenOver(() => names.stop());
  const url = `http://${backendName}:${network.port}`;
  const backend = await startBackend({ PUBLIC_URL: url, COUNTERBELL_RATE_PER_SECOND: '10000' });
  whenOver(() => backend.stop());
  network.to(backend.port);
  const desktop = await startDesktop();
  whenOver(() => desktop.stop());

  const folder = mkdtempSync(path.join(os.tmpdir(), 'counterbell-inside-'));
  whenOver(async () => rmSync(folder, { recursive: true, force: true }));
  const ports = [await freePort(), await freePort()] as const;
  whenOver(await reachInside(place, folder, ports));
  const program = path.join(folder, 'console');
  writeFileSync(program, starter(place.inside, await runtimePath(), ...ports), { mode: 0o755 });
  const counter = await driveConsole({
    program,
    backend: { url },
    env: { ...desktop.env, ...desktopOf(folder) },
  });
  whenOver(() => counter.stop());
  return { place, names, network, backend, desktop, counter, home: folder };
}
