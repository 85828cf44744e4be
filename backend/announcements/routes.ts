// The routes of announcements: made and ended by managers for their restaurant, and by a key of all for everybody.
import { z } from 'zod';
import { announcementMade, announcementsList, newAnnouncement } from '../../contract/announcements.ts';
import { restaurantQuery } from '../../contract/admin.ts';
import { may, type Principal } from '../../contract/permissions.ts';
import { strictly } from '../../contract/tolerant.ts';
import type { Store } from '../db/store.ts';
import { valueOf, type Api } from '../http/endpoint.ts';
import { ProblemError } from '../http/problem.ts';
import { allowed, restaurantFor } from '../identity/allowed.ts';
import { answeredBefore, keepAnswer, keyOf } from '../orders/commands-kept.ts';
import { getRestaurant } from '../restaurant/restaurants.ts';
import type { EventLog } from '../streams/event-log.ts';
import {
  announce,
  currentAnnouncements,
  endAnnouncement,
  endOutOfReach,
  findAnnouncement,
  hasRoomForMore,
  mostAtOnce,
  type NotifyAll,
} from './announcements.ts';

export type AnnouncementRoutes = {
  api: Api;
  store: Store;
  log: EventLog;
  now: () => number;
  notifyAll: NotifyAll;
};

const noSuch = () => new ProblemError('not-found', 'There is no such announcement, or it has ended.');

/** The restaurant that is meant; null: all of them, by whoever belongs to none and names none. */
function meant(principal: Principal, action: 'announce' | 'read', named: string | undefined): string | null {
  if (principal.restaurant !== null || named !== undefined)
    return valueOf(restaurantFor(principal, action, named));
  valueOf(allowed(principal, action, 'global'));
  return null;
}

export function offerAnnouncements({ api, store, log, now, notifyAll }: AnnouncementRoutes): void {
  api.signed(
    {
      method: 'POST',
      path: '/announcements',
      summary:
        'Announce something on every console of the restaurant; with a key of all restaurants that names none, of all of them',
      asks: 'somebody',
      query: restaurantQuery,
      body: strictly(newAnnouncement),
      answer: announcementMade,
      status: 201,
      idempotent: true,
    },
    async ({ principal, query, body, key: keySent }) => {
      const restaurant = meant(principal, 'announce', query.restaurant);
      const until = body.until === undefined ? null : Date.parse(body.until);
      const key = keyOf(principal, keySent, ['announce', restaurant, body]);
      return log.write(async (tx, append) => {
        const before = await answeredBefore(store, tx, key);
        if (before) return { id: before.orderId };
        const at = now();
        // Asked again under its key, one that has ended meanwhile is still what was answered.
        const wrong = endOutOfReach(until, at);
        if (wrong !== null) throw new ProblemError('invalid', wrong, { field: 'until' });
        if (restaurant !== null && !(await getRestaurant(tx, restaurant)))
          throw new ProblemError('not-found', `There is no restaurant "${restaurant}".`, {
            field: 'restaurant',
          });
        if (!(await hasRoomForMore(tx, restaurant, at)))
          throw new ProblemError(
            'conflict',
            `${mostAtOnce} announcements are shown already. End one that is no longer true.`,
          );
        const from = principal.kind === 'person' ? principal.name : undefined;
        const wanted = { restaurant, text: body.text, until, from, cause: keySent ?? undefined };
        const { announcement, appended } = await announce(tx, append, wanted, at, notifyAll);
        const { epoch, seq } = appended;
        await keepAnswer(tx, key, announcement.id, { epoch, seq, already: null }, at);
        return { id: announcement.id };
      });
    },
  );

  api.signed(
    {
      method: 'GET',
      path: '/announcements',
      summary: 'What is announced to the restaurant and to all of them now, the newest first',
      asks: 'somebody',
      query: restaurantQuery,
      answer: announcementsList,
    },
    async ({ principal, query }) => {
      const restaurant = meant(principal, 'read', query.restaurant);
      return { announcements: await currentAnnouncements(store.read, restaurant, now()) };
    },
  );

  api.signed(
    {
      method: 'DELETE',
      path: '/announcements/:id',
      summary: 'End an announcement: it is shown nowhere any more',
      asks: 'somebody',
      params: z.object({ id: z.string().min(1).max(64) }),
    },
    async ({ principal, params }) => {
      const found = await findAnnouncement(store.read, params.id, now());
      const stream = found?.restaurant == null ? 'global' : `restaurant:${found.restaurant}`;
      // Of another restaurant's not even that it is there is told; that there is one for all, everybody knows.
      const knows = found !== null && may(principal, 'read', stream);
      if (!knows && !mayEndAny(principal)) valueOf(allowed(principal, 'announce', 'global'));
      if (!knows) throw noSuch();
      valueOf(allowed(principal, 'announce', stream));
      const ended = await log.write((tx, append) => endAnnouncement(tx, append, params.id, now()));
      if (!ended) throw noSuch();
    },
  );
}

/** Whoever can end none is told so, whether there is that one or not. */
const mayEndAny = (principal: Principal): boolean =>
  may(principal, 'announce', 'global') ||
  (principal.restaurant !== null && may(principal, 'announce', `restaurant:${principal.restaurant}`));
