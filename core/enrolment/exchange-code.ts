// Exchanges a code for what it takes to be a restaurant's device.
import { enrolAnswer } from '../../contract/api.ts';
import type { ExistingBackend } from '../../contract/existing-backend.ts';
import { problem } from '../../contract/problem.ts';
import type { Restaurant } from '../../contract/restaurant.ts';
import { defaultChannels } from '../../contract/streams.ts';
import { exchange } from '../link/exchange.ts';
import type { BackendAnswer } from '../ports/backend.ts';
import type { Ports } from '../ports/ports.ts';
import { believed } from '../session/believed.ts';
import type { Session } from '../session/session.ts';
import type { LeftBehind } from './context.ts';

export type CodeExchange = {
  url: string;
  fingerprint: string | null;
  code: string;
  deviceName: string;
  installId: string;
  /** A folder whose token was lost: kept if it turns out to be the same restaurant, so no unsent command is lost. */
  reuse: LeftBehind | null;
};

export type Enrolled =
  | { ok: true; session: Session; restaurant: Restaurant }
  /** `final`: asking again with the same code is pointless. */
  | { ok: false; final: boolean; message: string };

export async function exchangeCode(ports: Ports, request: CodeExchange): Promise<Enrolled> {
  const { url, fingerprint, code, installId, deviceName } = request;
  const came = await exchange(
    ports.backend,
    { url, fingerprint },
    { method: 'POST', path: '/enrol', token: null, timeoutMs: 8000, body: { code, installId, deviceName } },
  );
  // A filter's no is no reason to forget a code that somebody typed in.
  const read = readAnswer(url, believed({ existing: null }, came));
  if (!read.ok) return read;
  const { token, leaveTicket = null, device, restaurant, pusher, channels, streams } = read.value;
  const folder = folderFor(ports, request, restaurant.id);
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
  return { ok: true, session, restaurant };
}

const folderFor = ({ chance }: Ports, { reuse }: Pick<CodeExchange, 'reuse'>, restaurant: string): string =>
  reuse?.restaurantId === restaurant ? reuse.folder : chance.id();

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
export function useExisting(
  ports: Ports,
  existing: ExistingBackend,
  request: Omit<CodeExchange, 'code'>,
): Enrolled & { ok: true } {
  const { token, restaurant, pusher, channel } = existing;
  const session: Session = {
    folder: folderFor(ports, request, restaurant.id),
    token,
    leaveTicket: null,
    url: request.url,
    fingerprint: request.fingerprint,
    device: { id: request.installId, name: request.deviceName },
    restaurantId: restaurant.id,
    pusher,
    channels: { ...defaultChannels, restaurant: channel },
    streams: [`restaurant:${restaurant.id}`],
    existing: { ...existing, token: '-' },
  };
  return {
    ok: true,
    session,
    restaurant: {
      ...restaurant,
      timeZone: 'UTC',
      openingHours: null,
      prepMinutes: 20,
      rejectReasons: ['-'],
      autoAccept: [],
      pause: null,
      escalation: { afterSeconds: 180, webhook: null },
      accepting: true,
    },
  };
}
