// Reads and writes a device's membership of one restaurant: what it got when it enrolled. Files of a newer version are
// read as far as they are known here, and what is not stays in them.
import { z } from 'zod';
import { device, pusherAddress } from '../../contract/api.ts';
import { existingBackend } from '../../contract/existing-backend.ts';
import { isRecord, splitKeys, withUnknownKeys, type UnknownKeys } from '../../contract/known-keys.ts';
import { channelTemplates, streamNames } from '../../contract/streams.ts';
import { fromBase64, fromUtf8, toBase64, toUtf8 } from '../journal/bytes.ts';
import type { Disk, DiskResult } from '../ports/disk.ts';
import type { Secrets } from '../ports/secrets.ts';

const about = z.object({
  url: z.string(),
  fingerprint: z.string().nullable(),
  device,
  restaurantId: z.string(),
  pusher: pusherAddress,
  channels: channelTemplates,
  streams: streamNames,
  /** Set for a backend that was there before; its token lies with the other secrets. */
  existing: existingBackend.nullable(),
});
const sessionVersion = 1;
const sessionFile = z.object({ v: z.number(), about, sealed: z.string().nullable() });
/** `leaveTicket` ends this session and can do nothing else: kept for leaving without a network. */
const secretPart = z.object({ token: z.string(), leaveTicket: z.string().nullable() });

export type About = z.infer<typeof about>;
export type Session = About &
  z.infer<typeof secretPart> & {
    /** The folder it lives in, below sessions/; also what tells one session's late answers from the next's. */
    folder: string;
  };

/** Why there is no session: nobody enrolled yet, or this device left, or was made to. */
export type Ended = { how: 'left' | 'revoked'; code: string | null };

/** Names the folder of the session that counts; every other folder is left over and gets deleted. */
const currentFile = 'sessions/current';
/** However else a session may end one day, this device comes back only with a new code. */
const ended = z.object({ how: z.enum(['left', 'revoked']).catch('left'), code: z.string().nullable() });
const current = z.object({ folder: z.string().nullable(), ended: ended.nullish() });

export const sessionPath = (folder: string): string => `sessions/${folder}/session`;
export const journalPath = (folder: string): string => `sessions/${folder}/journal`;

export type StoredSession =
  | { kind: 'none'; ended: Ended | null }
  | { kind: 'whole'; session: Session }
  /** The folder is there, its token is not (no keyring, or not ours any more): enrol again, keep the journal. */
  | { kind: 'token-lost'; folder: string; about: About }
  /** There was one, and its files make no sense any more. `folder`: where its journal may still lie. */
  | { kind: 'damaged'; folder: string | null }
  /** The disk does not say whether there is one. That is no reason to believe that there is none. */
  | { kind: 'unreadable'; message: string };

export async function readSession(disk: Disk, secrets: Secrets): Promise<StoredSession> {
  const pointer = readAs(current, await disk.read(currentFile));
  if (pointer.kind === 'unreadable') return pointer;
  const names = await disk.list('sessions');
  if (!names.ok) return { kind: 'unreadable', message: names.failure.message };
  const folder = pointer.kind === 'read' ? pointer.value.folder : onlyFolder(names.value);
  if (folder === null && pointer.kind === 'damaged') return { kind: 'damaged', folder };
  if (folder === null)
    return { kind: 'none', ended: pointer.kind === 'read' ? (pointer.value.ended ?? null) : null };
  const file = readAs(sessionFile, await disk.read(sessionPath(folder)));
  if (file.kind === 'unreadable') return file;
  // An enrolment that was cut short left a folder, and neither of the two files that make it count.
  if (file.kind === 'missing' && pointer.kind === 'missing') return { kind: 'none', ended: null };
  if (file.kind !== 'read') return { kind: 'damaged', folder };
  const { about, sealed } = file.value;
  const bytes = sealed === null ? null : fromBase64(sealed);
  const opened = bytes === null ? null : await secrets.open(bytes);
  const secret = opened === null ? null : readAs(secretPart, { ok: true, value: opened });
  if (secret?.kind !== 'read') return { kind: 'token-lost', folder, about };
  return { kind: 'whole', session: { ...about, ...secret.value, folder } };
}

/** Leaving writes "none" into the pointer, so a damaged or missing one never hides that a device has left. */
function onlyFolder(names: readonly string[]): string | null {
  const folders = names.filter((name) => name !== 'current');
  return folders.length === 1 ? (folders[0] ?? null) : null;
}

/** The token is written sealed or not at all. */
export async function storeSession(
  disk: Disk,
  secrets: Secrets,
  session: Session,
): Promise<{ stored: DiskResult<void>; tokenKept: boolean }> {
  const { folder, token, leaveTicket, ...about } = session;
  const sealed = await secrets.seal(toUtf8(JSON.stringify({ token, leaveTicket })));
  const file = { v: sessionVersion, about, sealed: sealed === null ? null : toBase64(sealed) };
  const stored = await rewrite(disk, sessionPath(folder), sessionFile, file);
  if (!stored.ok) return { stored, tokenKept: false };
  return { stored: await commitCurrent(disk, folder), tokenKept: sealed !== null };
}

/** A token that the backend does not take is not tried again by the next start: there it is one that was lost. */
export const dropToken = (disk: Disk, session: Session): Promise<DiskResult<void>> =>
  rewrite(disk, sessionPath(session.folder), sessionFile, {
    v: sessionVersion,
    about: about.parse(session),
    sealed: null,
  });

/** The one write that makes a session the one that counts, or ends it: all else in its folder follows from it. */
export async function commitCurrent(
  disk: Disk,
  folder: string | null,
  why: Ended | null = null,
): Promise<DiskResult<void>> {
  const file = { folder, ended: why };
  // Of a session that has ended nothing is kept, known or not.
  if (folder === null) return disk.replace(currentFile, toUtf8(JSON.stringify(file)));
  return rewrite(disk, currentFile, current, file);
}

/** What a newer version has put into the file beside what is known here stays there, and so does its number. */
async function rewrite(
  disk: Disk,
  path: string,
  schema: z.ZodType,
  file: UnknownKeys,
): Promise<DiskResult<void>> {
  const before = await disk.read(path);
  const raw = before.ok ? jsonIn(before.value) : null;
  const stood: UnknownKeys = isRecord(raw) ? raw : {};
  const news = withUnknownKeys(file, splitKeys(schema, stood).unknown);
  const newest = Number(stood.v) > Number(file.v) ? { v: stood.v } : {};
  return disk.replace(path, toUtf8(JSON.stringify({ ...news, ...newest })));
}

/** Leaves nothing of any session but the one that counts. */
export async function sweepSessions(disk: Disk, keep: string | null): Promise<DiskResult<void>> {
  const names = await disk.list('sessions');
  if (!names.ok) return names;
  for (const name of names.value) {
    if (name === keep || name === 'current') continue;
    const removed = await disk.remove(`sessions/${name}`);
    if (!removed.ok) return removed;
  }
  return { ok: true, value: undefined };
}

type Read<T> =
  | { kind: 'read'; value: T }
  | { kind: 'missing' }
  /** As good as none, for enrolling again writes it anew; but somebody has to be told. */
  | { kind: 'damaged' }
  | { kind: 'unreadable'; message: string };

function readAs<T>(schema: z.ZodType<T>, file: DiskResult<Uint8Array>): Read<T> {
  if (!file.ok)
    return file.failure.kind === 'missing'
      ? { kind: 'missing' }
      : { kind: 'unreadable', message: file.failure.message };
  const parsed = schema.safeParse(splitKeys(schema, jsonIn(file.value)).known);
  return parsed.success ? { kind: 'read', value: parsed.data } : { kind: 'damaged' };
}

/** null: damaged, which no file here is when it is whole. */
function jsonIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(bytes));
  } catch {
    return null;
  }
}
