// The ticket a device leaves behind when it leaves without a network: it tells the backend as soon as it can be reached.
import { z } from 'zod';
import { fromBase64, fromUtf8, toBase64, toUtf8 } from '../journal/bytes.ts';
import type { Ports } from '../ports/ports.ts';
import type { Session } from './session.ts';

const file = 'leaving';
const shape = z.object({ url: z.string(), fingerprint: z.string().nullable(), sealed: z.string() });

/** Only sealed: without a keyring the backend is told now or, by an administrator, never. */
export async function keepTicket({ disk, secrets }: Ports, session: Session): Promise<void> {
  if (session.leaveTicket === null) return;
  const sealed = await secrets.seal(toUtf8(session.leaveTicket));
  if (sealed === null) return;
  const { url, fingerprint } = session;
  await disk.replace(file, toUtf8(JSON.stringify({ url, fingerprint, sealed: toBase64(sealed) })));
}

/** True when there is nothing left to hand in. */
export async function handInTicket({ disk, secrets, backend }: Ports): Promise<boolean> {
  const kept = await disk.read(file);
  if (!kept.ok) return kept.failure.kind === 'missing';
  const read = shape.safeParse(readJson(kept.value));
  const sealed = read.success ? fromBase64(read.data.sealed) : null;
  const ticket = sealed === null ? null : await secrets.open(sealed);
  if (!read.success || ticket === null) return (await disk.remove(file)).ok;
  const answer = await backend.exchange(read.data, {
    method: 'POST',
    path: '/leave',
    token: fromUtf8(ticket),
    timeoutMs: 8000,
    body: {},
  });
  // A ticket that is not known any more has done its work.
  const over = answer.kind === 'answer' && answer.status < 500 && answer.status !== 429;
  return over && (await disk.remove(file)).ok;
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(bytes));
  } catch {
    return null;
  }
}
