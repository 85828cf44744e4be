// Runs the self-test, and makes diagnostics, where no console answers: in a process of its own, with the session that lies in the folder if the
// keyring opens it, and without a trace there.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { app, Notification, protocol } from 'electron';
import { defaultSettings } from '../../contract/settings.ts';
import type { Setup } from '../../core/counterbell.ts';
import { orderSystemOf } from '../../core/diagnosis/order-system.ts';
import { runSelfTest, type SelfTest } from '../../core/diagnosis/self-test.ts';
import type { Log } from '../../core/ports/log.ts';
import { readSession, type StoredSession } from '../../core/session/session.ts';
import { createTrayHost } from '../adapters/tray-host.ts';
import { registerScheme, serveScheme, windowFolders } from '../app-scheme.ts';
import { createSessionBus } from '../dbus/session-bus.ts';
import { about, introduce } from '../identity.ts';
import { wordsForFolder, type Launch } from '../launch.ts';
import { createPorts } from '../ports.ts';
import { harden } from '../security.ts';
import { diagnosticsOf } from './gather.ts';
import { createLooks } from './looks.ts';

export type Alone = {
  launch: Launch;
  /** The console's own, in which nothing is changed. */
  folder: string;
  dist: string;
  policy: () => Promise<Setup['policy']>;
};

const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Before Electron is ready: what it would write goes into a folder that is thrown away. */
export function prepareAlone(): void {
  const profile = mkdtempSync(path.join(os.tmpdir(), 'counterbell-self-test-'));
  process.once('exit', () => rmSync(profile, { recursive: true, force: true }));
  app.setPath('userData', profile);
  // The bell's window closing is not the end of the test.
  app.on('window-all-closed', () => undefined);
  registerScheme(protocol);
  introduce(app);
  harden(app, silentLog);
}

type Without = { console: 'nobody' | 'silent'; aloud: boolean };

export const selfTestAlone = async (alone: Alone, how: Without): Promise<SelfTest> =>
  (await lookAlone(alone, how)).selfTest;

export async function diagnosticsAlone(alone: Alone, console: Without['console']): Promise<Buffer> {
  const { selfTest, session, policy } = await lookAlone(alone, { console, aloud: false });
  return diagnosticsOf(
    {
      policy,
      selfTest,
      logs: path.join(alone.folder, 'logs'),
      version: about(app),
      settings: settingsIn(alone.folder),
      locked: [],
      reaches: session,
      view: null,
      secrets: session === null ? [] : [session.token, session.leaveTicket ?? ''],
    },
    new Date(),
  );
}

async function lookAlone({ launch, folder, dist, policy: read }: Alone, { console, aloud }: Without) {
  const policy = await read();
  await app.whenReady();
  serveScheme(protocol, windowFolders(dist));
  const bus = createSessionBus(process.env, process.getuid?.() ?? 0);
  const ports = createPorts({ data: folder, dist, policy, words: wordsForFolder(launch) }, bus, silentLog, {
    onClose: () => 'close',
    quit: () => undefined,
  });
  const trayHost = createTrayHost(bus, process.platform, ports.clock);
  const stored = await readSession(ports.disk, ports.secrets);
  const session = stored.kind === 'whole' ? stored.session : null;
  const { looks, end } = createLooks({
    ports,
    bus,
    policy,
    folder,
    aloud,
    platform: process.platform,
    version: about(app),
    program: { packaged: app.isPackaged, path: process.execPath, watched: false },
    isTrayThere: async () => {
      await trayHost.look();
      return trayHost.isThere();
    },
    supportsNotifications: () => Notification.isSupported(),
    orderSystem: session === null ? null : orderSystemOf(ports.backend, session),
    whyNone: whyNone(stored),
    console: { kind: console },
    readUpTo: null,
    settings: { ...defaultSettings, startAtLogin: null },
    isRinging: () => false,
  });
  try {
    return { selfTest: await runSelfTest(looks, ports.clock), session, policy };
  } finally {
    end();
    bus.close();
    ports.bell.close();
  }
}

/** As they lie there; what is a setting is judged by whoever uses them. */
function settingsIn(folder: string): unknown {
  try {
    return (JSON.parse(readFileSync(path.join(folder, 'settings.json'), 'utf8')) as { settings?: unknown })
      .settings;
  } catch {
    return null;
  }
}

function whyNone(stored: StoredSession): string | null {
  switch (stored.kind) {
    case 'whole':
    case 'none':
      return null;
    case 'token-lost':
      return 'It was enrolled, and its key cannot be opened from here: only a running console knows more.';
    case 'damaged':
      return 'It was enrolled, and its files cannot be read any more.';
    case 'unreadable':
      return `Its folder cannot be read: ${stored.message}`;
    default:
      return stored satisfies never;
  }
}
