// Looks at the computer for the self-test: who owns the policy, how soon the disk has a line, who shows notifications.
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, rm, stat, statfs } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Findings, NotLooked } from '../../core/diagnosis/findings.ts';
import type { Setup } from '../../core/counterbell.ts';
import type { ToastOutcome } from '../../core/ports/notifier.ts';
import { remedyFor } from '../adapters/notification-remedies.ts';
import { ownedByAdministrator } from '../adapters/policy-file.ts';
import type { SessionBus } from '../dbus/session-bus.ts';
import { whyUnwritable } from '../place.ts';

export async function lookAtPolicy(
  read: Setup['policy'],
  platform: NodeJS.Platform,
): Promise<Findings['policy']> {
  const source = read.kind === 'none' ? null : read.source;
  return {
    kind: read.kind,
    source,
    why: read.kind === 'refused' ? read.why : null,
    unknown: read.kind === 'valid' ? (read.unknown ?? []) : [],
    owner: source === null ? null : await ownerOf(source, platform),
  };
}

async function ownerOf(file: string, platform: NodeJS.Platform): Promise<Findings['policy']['owner']> {
  if (!path.isAbsolute(file) || !existsSync(file)) return null;
  const administrator = await ownedByAdministrator(platform)(file).catch(() => false);
  if (platform === 'win32')
    return { user: administrator ? 'an administrator' : 'somebody else', administrator };
  const { uid } = await stat(file);
  const user = uid === 0 ? 'root' : uid === process.getuid?.() ? os.userInfo().username : `user ${uid}`;
  return { user, administrator };
}

/** As many lines as tell a busy disk from a quiet one. */
const lines = 20;
const lineBytes = 1024;
const longEnoughMs = 3000;

export async function lookAtDisk(folder: string): Promise<Findings['disk'] | NotLooked> {
  if (!existsSync(folder)) return { notLooked: `${folder} is not there yet.` };
  const unwritable = whyUnwritable(folder);
  const { bavail, bsize } = await statfs(folder);
  return {
    folder,
    freeBytes: bavail * bsize,
    unwritable,
    writesMs: unwritable === null ? await timedWrites(folder) : [],
  };
}

/** As the journal writes them: one after the other, each safe before the next. A slow disk is known after a few. */
async function timedWrites(folder: string): Promise<number[]> {
  const file = path.join(folder, `.speed-${randomUUID()}`);
  const handle = await open(file, 'wx', 0o600);
  const took: number[] = [];
  try {
    const until = performance.now() + longEnoughMs;
    while (took.length < lines && performance.now() < until) {
      const began = performance.now();
      await handle.write(Buffer.alloc(lineBytes));
      await handle.datasync();
      took.push(performance.now() - began);
    }
    return took;
  } finally {
    await handle.close();
    await rm(file, { force: true });
  }
}

const service = {
  destination: 'org.freedesktop.Notifications',
  path: '/org/freedesktop/Notifications',
  interface: 'org.freedesktop.Notifications',
} as const;
const answersWithinMs = 3000;

/** Without showing one: who would show it is asked who they are. */
export async function lookAtNotifications(
  bus: Pick<SessionBus, 'call'>,
  platform: NodeJS.Platform,
  isSupported: () => boolean,
): Promise<Findings['notifications']> {
  const began = performance.now();
  const found = (outcome: ToastOutcome, server: string | null = null) => ({
    outcome,
    server,
    ms: performance.now() - began,
  });
  if (platform !== 'linux')
    return isSupported()
      ? found({ kind: 'shown' })
      : found({ kind: 'failed', reason: 'the system has none', remedy: remedyFor('failed', platform) });
  try {
    const [name, , version] = await bus.call({ ...service, member: 'GetServerInformation' }, answersWithinMs);
    return found({ kind: 'shown' }, `${String(name)} ${String(version)}`);
  } catch (error) {
    const late = performance.now() - began >= answersWithinMs;
    const remedy = remedyFor(late ? 'unanswered' : 'failed', 'linux');
    const reason = error instanceof Error ? error.message : String(error);
    return found(late ? { kind: 'unanswered', remedy } : { kind: 'failed', reason, remedy });
  }
}

export function lookAtWatcher({
  platform,
  packaged,
  watched,
  program,
}: {
  platform: NodeJS.Platform;
  packaged: boolean;
  watched: boolean;
  program: string;
}): Findings['watcher'] {
  if (watched) return { kind: 'watched' };
  if (platform !== 'linux') return { kind: 'the-system' };
  if (!packaged) return { kind: 'from-source' };
  return {
    kind: existsSync(path.join(path.dirname(program), 'counterbell-watch'))
      ? 'not-started-by-it'
      : 'not-watched',
  };
}
