// A person's inbox as a backend keeps and tells it: as small as it can be, for tests of the console's brain.
import {
  plainChoices,
  type Choices,
  type Notification,
  type NotificationKind,
} from '../../contract/notifications.ts';
import type { BackendAnswer, BackendRequest } from '../../core/ports/backend.ts';
import { answered, iso, noon, orderNo, refusal, stream } from './brain.ts';

export const ana = { id: 'u1', name: 'Ana', role: 'manager' } as const;
export const ben = { id: 'u2', name: 'Ben', role: 'counter' } as const;
export const anas = 'user:u1';

/** A uuid that says which it is. */
export const notificationId = (n: number): string => `00000000-0000-4000-a000-${String(n).padStart(12, '0')}`;

export const notificationNo = (n: number, over: Partial<Notification> = {}): Notification => ({
  id: notificationId(n),
  kind: 'message',
  title: `Title ${n}`,
  body: `Body ${n}`,
  createdAt: iso(noon + n * 1000),
  opened: false,
  ...over,
});

/** As many as a snapshot has. */
const newest = 50;

export function createInboxHouse(over: { newest?: number } = {}) {
  const told = over.newest ?? newest;
  const all: Notification[] = [];
  const log: Record<string, unknown>[] = [];
  const keys = new Map<string, BackendAnswer>();
  let choices: Choices = plainChoices;
  const seq = () => log.length + 1;
  const id = (n: number) => `e1-${n}`;

  function append(type: string, more: object, eventId = id(seq() + 1)): void {
    const n = seq() + 1;
    const prev = (log.at(-1)?.id as string | undefined) ?? id(1);
    log.push({ stream: anas, epoch: 'e1', seq: n, prev, id: eventId, type, at: iso(noon), ...more });
  }
  const lastHead = () => ({ epoch: 'e1', seq: seq(), id: (log.at(-1)?.id as string | undefined) ?? id(1) });

  function opens(which: (one: Notification) => boolean, event: object, cause?: string): void {
    const opening = all.filter((one) => !one.opened && which(one));
    for (const one of opening) one.opened = true;
    if (opening.length === 0) return;
    const ids = 'upTo' in event ? [] : opening.map((one) => one.id);
    append('notification.opened', { opening: { ids, ...event, count: opening.length }, cause });
  }

  return {
    all,
    log,
    unread: () => all.filter(({ opened }) => !opened).length,
    choices: () => choices,
    notify(n: number, over: Partial<Notification> = {}): Notification {
      const one = notificationNo(n, over);
      all.push(one);
      append('notification.new', { notification: { ...one } }, one.id);
      return one;
    },
    openElsewhere: (n: number) => opens(({ id: one }) => one === notificationId(n), {}),
    /** What a console has pressed. */
    take({ path, body, idempotencyKey: key = '' }: BackendRequest): BackendAnswer {
      const known = keys.get(key);
      if (known !== undefined) return known;
      const wanted = body as { upTo?: string; choices?: Partial<Record<NotificationKind, 'bell'>> };
      const one = /^\/notifications\/([^/]+)\/open$/.exec(path)?.[1];
      if (one !== undefined && !all.some((each) => each.id === one))
        return refusal(404, 'not-found', 'None.');
      if (one !== undefined) opens((each) => each.id === one, {}, key);
      else if (path === '/notifications/open-all') {
        const upTo = wanted.upTo ?? '';
        opens(({ createdAt }) => Date.parse(createdAt) <= Date.parse(upTo), { upTo }, key);
      } else {
        choices = { ...choices, ...wanted.choices };
        append('notification.choices', { choices, cause: key });
      }
      const answer = answered(200, { stream: anas, epoch: 'e1', seq: seq() });
      keys.set(key, answer);
      return answer;
    },
    events: (after: number) => answered(200, { events: log.slice(after - 1), head: lastHead() }),
    snapshot: (inbox: object | null = {}, orders = [orderNo(1, { status: 'accepted' })]) =>
      answered(200, {
        now: iso(noon),
        heads: { [stream]: { epoch: 'e1', seq: 1, id: 'e1-1' }, [anas]: lastHead() },
        orders,
        ...(inbox === null
          ? {}
          : {
              inbox: {
                notifications: all.slice(-told).toReversed(),
                unread: all.filter(({ opened }) => !opened).length,
                choices,
                ...inbox,
              },
            }),
      }),
  };
}
