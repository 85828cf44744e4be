// Becoming a restaurant's device: one exchange with the backend, then the session is on the disk before it counts.
import { enrolAnswer } from '../../contract/api.ts';
import type { ExistingBackend } from '../../contract/existing-backend.ts';
import { problem } from '../../contract/problem.ts';
import { defaultChannels } from '../../contract/streams.ts';
import type { Restaurant } from '../../contract/restaurant.ts';
import { exchange } from '../link/exchange.ts';
import { openJournal, type Journal, type JournalRead } from '../journal/journal.ts';
import type { BackendAnswer } from '../ports/backend.ts';
import type { Ports } from '../ports/ports.ts';
import type { LeftBehind } from './left-behind.ts';
import { journalPath, storeSession, sweepSessions, type Session } from './session.ts';

export type EnrolWish = {
  url: string;
  fingerprint: string | null;
  code: string;
  deviceName: string;
  installId: string;
  /** A folder whose token was lost: kept if it turns out to be the same restaurant, so no unsent command is lost. */
  reuse: LeftBehind | null;
};

export type Entered = {
  session: Session;
  restaurant: Restaurant;
  journal: Journal;
  read: JournalRead;
  tokenKept: boolean;
};
export type Enrolled =
  | { ok: true; entered: Entered }
  /** `final`: asking again with the same code is pointless. */
  | { ok: false; final: boolean; message: string };

export async function enrol(ports: Ports, wish: EnrolWish): Promise<Enrolled> {
  const { url, fingerprint, code, installId, deviceName } = wish;
  const answer = await exchange(
    ports.backend,
    { url, fingerprint },
    { method: 'POST', path: '/enrol', token: null, timeoutMs: 8000, body: { code, installId, deviceName } },
  );
  const read = readAnswer(url, answer);
  if (!read.ok) return read;
  const { token, leaveTicket = null, device, restaurant, pusher, channels, streams } = read.value;
  const kept = wish.reuse?.restaurantId === restaurant.id ? wish.reuse.folder : null;
  const folder = kept ?? ports.chance.id();
  const session: Session = {
    folder,
    token,
    leaveTicket,
    url,
    fingerprint,
    device,
    pusher,
    channels,
    streams,
    restaurantId: restaurant.id,
    existing: null,
  };
  return settleIn(ports, session, restaurant);
}

/** The session is on the disk before it counts, and every other one is gone. */
async function settleIn(ports: Ports, session: Session, restaurant: Restaurant): Promise<Enrolled> {
  const { folder } = session;
  const opened = await openJournal(ports.disk, ports.secrets, journalPath(folder));
  if (!opened.ok) return notStored(opened.failure.message);
  const { stored, tokenKept } = await storeSession(ports.disk, ports.secrets, session);
  if (!stored.ok) return notStored(stored.failure.message);
  const swept = await sweepSessions(ports.disk, folder);
  if (!swept.ok) ports.log.warn('session.sweep-failed', { message: swept.failure.message });
  return { ok: true, entered: { session, restaurant, ...opened.value, tokenKept } };
}

const notStored = (message: string): Enrolled => ({
  ok: false,
  final: false,
  message: `The enrolment could not be written to this computer's disk: ${message}`,
});

function readAnswer(
  url: string,
  answer: BackendAnswer,
): { ok: true; value: ReturnType<typeof enrolAnswer.parse> } | (Enrolled & { ok: false }) {
  if (answer.kind === 'failure')
    return { ok: false, final: false, message: `${url} did not answer: ${answer.message}` };
  if (answer.status === 200 || answer.status === 201) {
    const parsed = enrolAnswer.safeParse(answer.body);
    if (parsed.success) return { ok: true, value: parsed.data };
    const why = parsed.error.issues[0];
    return {
      ok: false,
      final: false,
      message: `${url} is not a backend this console understands: ${why?.path.join('.')} ${why?.message}`,
    };
  }
  const told = problem.safeParse(answer.body);
  const final = answer.status >= 400 && answer.status < 500 && answer.status !== 429 && answer.status !== 408;
  return {
    ok: false,
    final,
    message: told.success ? told.data.detail : `${url} answered ${answer.status} to the enrolment.`,
  };
}

/** An order system that was there before enrols nobody: what it takes to use it stands in the policy. */
export async function useExisting(
  ports: Ports,
  existing: ExistingBackend,
  wish: Omit<EnrolWish, 'code'>,
): Promise<Enrolled> {
  const { token, restaurant, pusher, channel } = existing;
  const kept = wish.reuse?.restaurantId === restaurant.id ? wish.reuse.folder : null;
  const session: Session = {
    folder: kept ?? ports.chance.id(),
    token,
    leaveTicket: null,
    url: wish.url,
    fingerprint: wish.fingerprint,
    device: { id: wish.installId, name: wish.deviceName },
    restaurantId: restaurant.id,
    pusher,
    channels: { ...defaultChannels, restaurant: channel },
    streams: [`restaurant:${restaurant.id}`],
    existing: { ...existing, token: '-' },
  };
  return settleIn(ports, session, {
    ...restaurant,
    timeZone: 'UTC',
    openingHours: null,
    prepMinutes: 20,
    rejectReasons: ['-'],
    autoAccept: [],
    pause: null,
    escalation: { afterSeconds: 180, webhook: null },
    accepting: true,
  });
}
