// Offers notifications: sending them, a person's inbox, opening, and what a person chooses to hear.
import { z } from 'zod';
import { commandTaken } from '../../contract/api.ts';
import {
  choicesAnswer,
  choicesRequest,
  newNotification,
  notificationSent,
  notificationsPage,
  notificationsQuery,
  openAllRequest,
  openRequest,
} from '../../contract/notifications.ts';
import { may, type Principal } from '../../contract/permissions.ts';
import { uuid } from '../../contract/wire.ts';
import type { Store } from '../db/store.ts';
import { valueOf, type Api } from '../http/endpoint.ts';
import { ProblemError } from '../http/problem.ts';
import { restaurantFor } from '../identity/allowed.ts';
import type { EventLog } from '../streams/event-log.ts';
import { isFarBehind } from './backlog.ts';
import { choicesOf, choose, wronglyOff } from './choices.ts';
import { pageOf, readPlace, unreadOf } from './inbox.ts';
import type { Notifications } from './index.ts';
import { openAll, openOne } from './open.ts';
import { send } from './send.ts';
import { personAsked, whenAsked } from './whose.ts';

export type NotificationRoutes = {
  api: Api;
  store: Store;
  log: EventLog;
  now: () => number;
  notifications: Notifications;
};

export function offerNotifications(parts: NotificationRoutes): void {
  offerSending(parts);
  offerInbox(parts);
  offerOpening(parts);
  offerChoices(parts);
}

function offerSending({ api, store, log, now, notifications }: NotificationRoutes): void {
  api.signed(
    {
      method: 'POST',
      path: '/notifications',
      summary: 'Notify people of a restaurant: all of those named, or nobody',
      asks: 'somebody',
      query: z.object({ restaurant: z.string().min(1).max(64).optional() }),
      body: newNotification,
      answer: notificationSent,
      status: 201,
      idempotent: true,
      bodyLimit: 128 * 1024,
      admit: (principal) =>
        principal.restaurant === null || valueOf(restaurantFor(principal, 'notify', undefined)),
    },
    async ({ principal, query, body, key }) => {
      const restaurant = valueOf(restaurantFor(principal, 'notify', query.restaurant));
      const { queuePush } = notifications;
      if (await isFarBehind(store.read))
        throw new ProblemError('busy', 'Much is still to be told. Send it again in a second.', {
          retryAfterSeconds: 1,
        });
      return valueOf(
        await log.write(
          (tx, append) =>
            send({ store, queuePush }, tx, append, { restaurant, by: principal, wish: body, key, at: now() }),
          { last: true },
        ),
      );
    },
  );
}

/** Whose inbox is read: that of whoever asks. */
function reader(principal: Principal): string {
  if (principal.kind === 'person' && may(principal, 'read', `user:${principal.id}`)) return principal.id;
  throw new ProblemError('not-allowed', 'Notifications are for people: step in to see yours.');
}

function offerInbox({ api, store }: NotificationRoutes): void {
  api.signed(
    {
      method: 'GET',
      path: '/notifications',
      summary: 'The notifications of whoever is signed in, newest first, and how many are not opened',
      asks: 'somebody',
      query: notificationsQuery,
      answer: notificationsPage,
    },
    async ({ principal, query }) => {
      const person = reader(principal);
      const before = query.before === undefined ? null : readPlace(query.before);
      if (query.before !== undefined && before === null)
        throw new ProblemError('invalid', 'before: is what the page before ended with.', { field: 'before' });
      const wanted = { unread: query.unread === 'true', before, limit: query.limit };
      return store.consistent(async (tx) => ({
        ...(await pageOf(tx, person, wanted)),
        unread: await unreadOf(tx, person),
      }));
    },
  );
}

function offerOpening({ api, store, log, now }: NotificationRoutes): void {
  api.signed(
    {
      method: 'POST',
      path: '/notifications/:id/open',
      summary: 'Open one; told later, by the device on which it was opened, with who it was and when',
      asks: 'somebody',
      params: z.object({ id: uuid }),
      body: openRequest,
      answer: commandTaken,
      idempotent: true,
    },
    async ({ principal, params, body, key }) =>
      log.write(
        async (tx, append) => {
          const at = now();
          const person = await personAsked(tx, principal, body, at);
          const by = { person, at: whenAsked(body, at), now: at, cause: key ?? undefined };
          const stands = await openOne(store, tx, append, params.id, by);
          if (stands === null) throw new ProblemError('not-found', 'There is no such notification.');
          return stands;
        },
        { last: true },
      ),
  );

  api.signed(
    {
      method: 'POST',
      path: '/notifications/open-all',
      summary: 'Open all, up to the newest that was seen',
      asks: 'somebody',
      body: openAllRequest,
      answer: commandTaken,
      idempotent: true,
    },
    async ({ principal, body, key }) =>
      log.write(
        async (tx, append) => {
          const at = now();
          const person = await personAsked(tx, principal, body, at);
          const by = { person, at: whenAsked(body, at), now: at, cause: key ?? undefined };
          const upTo = body.upTo === undefined ? by.at : Date.parse(body.upTo);
          return openAll(store, tx, append, upTo, by);
        },
        { last: true },
      ),
  );
}

function offerChoices({ api, store, log, now }: NotificationRoutes): void {
  api.signed(
    {
      method: 'GET',
      path: '/notifications/choices',
      summary: 'What whoever is signed in wants to hear of each kind',
      asks: 'somebody',
      answer: choicesAnswer,
    },
    async ({ principal }) => ({ choices: await choicesOf(store.read, reader(principal)) }),
  );

  api.signed(
    {
      method: 'PUT',
      path: '/notifications/choices',
      summary: 'Choose anew for some kinds: bell, quiet or off',
      asks: 'somebody',
      body: choicesRequest,
      answer: commandTaken,
      idempotent: true,
    },
    async ({ principal, body, key }) => {
      const wrong = wronglyOff(body.choices);
      if (wrong !== null)
        throw new ProblemError(
          'invalid',
          `${wrong}: can be bell or quiet. Switched off, nobody would hear that an order waits.`,
          { field: `choices.${wrong}` },
        );
      return log.write(async (tx, append) => {
        const at = now();
        const person = await personAsked(tx, principal, body, at);
        return choose(tx, append, person, body.choices, { now: at, cause: key ?? undefined });
      });
    },
  );
}
