// Tells what works, since when, and the cause in words: one line per part, from what was last seen of it.
import type { parts } from '../../contract/view.ts';
import type { StatusView } from '../../contract/view.ts';
import { cutText } from '../../contract/wire.ts';
import { isListening } from '../link/link.ts';
import type { BackendAnswer } from '../ports/backend.ts';
import { set, type InWay } from './slice.ts';
import type { Turn } from './turn.ts';

type Part = (typeof parts)[number];
type PartView = StatusView['parts'][number];

/** A clock further off than this is named: times on paper and in other programs will not agree with ours. */
export const skewTooLargeMs = 120_000;

export function noteBackendAnswer(turn: Turn, answer: BackendAnswer): void {
  const { facts } = turn.state;
  if (answer.kind === 'failure') {
    if (answer.why === 'dropped') return;
    // A refusal or a broken certificate comes from a machine that was reached.
    const reached = answer.why === 'tls' || /ECONNREFUSED|ECONNRESET|socket hang up/.test(answer.message);
    const { why } = answer;
    const inWay = why === 'proxy' || why === 'login-page' ? { inWay: why } : {};
    const backend = { works: false, cause: answer.message, reached, ...inWay };
    return set(turn, { facts: { ...facts, backend } });
  }
  const works = answer.status < 500;
  const backend = { works, cause: works ? null : `answers ${answer.status}`, reached: true };
  if (answer.status === 401)
    return set(turn, {
      facts: { backend, signIn: { works: false, cause: 'the backend does not know this device' } },
    });
  const signIn = answer.status < 300 ? { works: true, cause: null } : facts.signIn;
  set(turn, { facts: { backend, signIn } });
}

type Seen = { works: boolean | null; cause: string | null; inWay?: InWay };
const unknown: Seen = { works: null, cause: null };

function look(turn: Turn): Record<Part, Seen> {
  const { facts, link, skewMs } = turn.state;
  const { backend, signIn } = facts;
  const inWay = backend?.inWay === undefined ? {} : { inWay: backend.inWay };
  const anythingReached = link.phase === 'up' || (backend !== null && (backend.works || backend.reached));
  return {
    network:
      backend === null && link.phase !== 'up'
        ? unknown
        : {
            works: anythingReached,
            cause: anythingReached
              ? null
              : backend?.inWay !== undefined
                ? backend.cause
                : 'neither the backend nor Pusher can be reached',
            ...inWay,
          },
    pusher:
      link.phase === 'none' || (link.phase === 'connecting' && link.cause === null)
        ? unknown
        : isListening(turn)
          ? { works: true, cause: null }
          : { works: false, cause: link.cause ?? 'not subscribed yet' },
    backend: backend === null ? unknown : { works: backend.works, cause: backend.cause, ...inWay },
    'sign-in': signIn ?? unknown,
    clock:
      Math.abs(skewMs) > skewTooLargeMs
        ? {
            works: false,
            cause: `this computer's clock is ${Math.round(Math.abs(skewMs) / 1000)} s ${skewMs > 0 ? 'behind' : 'ahead'}`,
          }
        : { works: turn.state.beat.answeredAt === null ? null : true, cause: null },
  };
}

export function partsNow(turn: Turn, before: readonly PartView[]): PartView[] {
  const seen = look(turn);
  const names: Part[] = ['network', 'pusher', 'backend', 'sign-in', 'clock'];
  return names.map((part) => {
    const old = before.find((view) => view.part === part);
    const { works, cause, inWay } = seen[part];
    if (old !== undefined && old.works === works && old.cause === cause && old.inWay === inWay) return old;
    const since = old?.works === works ? old.since : new Date(turn.at.wall).toISOString();
    return {
      part,
      works,
      since,
      cause: cause === null ? null : cutText(cause, 300),
      ...(inWay && { inWay }),
    };
  });
}
