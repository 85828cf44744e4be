// Keeps and hands in the ticket of a device that left without a network: it tells the backend as soon as it can be
// reached.
import { z } from 'zod';
import { fromBase64, fromUtf8, toBase64, toUtf8 } from '../journal/bytes.ts';
import { isWordlessYes } from '../outbox/retry.ts';
import type { Ports } from '../ports/ports.ts';
import { believed } from '../session/believed.ts';
import type { Session } from '../session/session.ts';

const file = 'leaving';
const shape = z.object({ url: z.string(), fingerprint: z.string().nullable(), sealed: z.string() });

export type Ticket = { url: string; fingerprint: string | null; leaveTicket: string };

export const ticketOf = ({ url, fingerprint, leaveTicket }: Session): Ticket | null =>
  leaveTicket === null ? null : { url, fingerprint, leaveTicket };

/**
 * Only sealed: where that cannot be, it is handed in by this process or, by an administrator, never. False: the disk
 * did not take it, and may do so later.
 */
export async function keepTicket({ disk, secrets }: Ports, ticket: Ticket): Promise<boolean> {
  const { url, fingerprint, leaveTicket } = ticket;
  const sealed = await secrets.seal(toUtf8(leaveTicket));
  if (sealed === null) return true;
  const kept = await disk.replace(
    file,
    toUtf8(JSON.stringify({ url, fingerprint, sealed: toBase64(sealed) })),
  );
  return kept.ok;
}

/** Goes on with the one that an earlier process could not hand in, as soon as the disk can be read. */
export async function handInKept(ports: Ports): Promise<void> {
  const kept = await ports.disk.read(file);
  if (!kept.ok) {
    if (kept.failure.kind !== 'missing') ports.clock.after(againMs, () => goOn(ports, handInKept(ports)));
    return;
  }
  const read = shape.safeParse(readJson(kept.value));
  const sealed = read.success ? fromBase64(read.data.sealed) : null;
  const opened = sealed === null ? null : await ports.secrets.open(sealed);
  if (!read.success || opened === null) return;
  const { url, fingerprint } = read.data;
  await handInTicket(ports, { url, fingerprint, leaveTicket: fromUtf8(opened) }, true);
}

/** Only ours gives out tickets. */
const ofOurs = { existing: null };

/** How often a backend may say that it does not know the ticket before it is believed. */
const unknownAtMost = 20;
const againMs = 30_000;
/** A disk that did not take it is tried more often: until it has, the process must not end. */
const keepAgainMs = 2000;

/** Goes on until the backend has it; a restart goes on with it, if it is `kept`. */
export async function handInTicket(ports: Ports, ticket: Ticket, kept: boolean, unknown = 0): Promise<void> {
  const came = await ports.backend.exchange(ticket, {
    method: 'POST',
    path: '/leave',
    token: ticket.leaveTicket,
    timeoutMs: 8000,
    body: {},
  });
  // What stands in between says yes and no to anything, and ends no session.
  const answer = believed(ofOurs, came);
  const status = answer.kind === 'answer' ? answer.status : 0;
  const told = isWordlessYes(answer) || status === 404 || status === 410;
  // It was told and the answer was lost, or it recognises nobody just now: only time can tell which.
  const unknownNow = unknown + (status === 401 ? 1 : 0);
  if (told || unknownNow > unknownAtMost) {
    await ports.disk.remove(file);
    ports.log.info('session.left', { told });
    return;
  }
  handInLater(ports, ticket, kept, unknownNow, againMs);
}

function handInLater(ports: Ports, ticket: Ticket, kept: boolean, unknown: number, inMs: number): void {
  const pause = kept ? inMs : Math.min(keepAgainMs, inMs);
  const next = async (): Promise<void> => {
    const nowKept = kept || (await keepTicket(ports, ticket));
    if (inMs > pause) handInLater(ports, ticket, nowKept, unknown, inMs - pause);
    else await handInTicket(ports, ticket, nowKept, unknown);
  };
  ports.clock.after(pause, () => goOn(ports, next()));
}

/** Nobody waits for it; what a keyring throws is told to the log. */
export function goOn({ log }: Ports, work: Promise<void>): void {
  work.catch((error: unknown) => log.error('session.ticket-failed', { message: String(error) }));
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(bytes));
  } catch {
    return null;
  }
}
