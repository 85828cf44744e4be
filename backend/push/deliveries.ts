// Sends what is queued, with retries: a few at a time, after the orders, and nothing to whom it no longer concerns.
import { batchCalls } from '../db/batch-calls.ts';
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import { wordsOf, type Posted } from '../outgoing/posted.ts';
import { afterTry } from '../outgoing/retry.ts';
import { pushMessage } from '../../contract/push.ts';
import { beginHeld } from './begin-held.ts';
import { claimDue, isAnythingDue, type Claimed } from './claim.ts';
import { worth } from './kinds.ts';
import type { PushSender } from './sender.ts';
import { readTarget } from './targets.ts';
import { untie } from './untie.ts';

export type DeliveryParts = {
  store: Store;
  now: () => number;
  send: PushSender;
  /** The page of an order, on the backend's own origin. */
  pathOf: (order: string) => string;
  log: (line: { event: string; [field: string]: unknown }) => void;
  failed: (why: unknown) => void;
};

export type Deliveries = {
  /** One go at what is due; answers true when there is more. */
  send(): Promise<boolean>;
  /** What is being sent has come to its end. */
  settled(): Promise<void>;
};

/** So many are claimed in one transaction, and so many receivers may keep us waiting at the same time. */
const claimedAtOnce = 25;
const underWayAtOnce = 200;
/** Of these places only urgent calls are given: however many slow receivers news goes to, a call finds one. */
const keptForCalls = 50;
/** With more writes than these waiting, they go first. */
const busyAbove = 50;

export function createDeliveries(parts: DeliveryParts): Deliveries {
  const { store, now, send, pathOf, log, failed } = parts;
  const underWay = new Set<Promise<void>>();
  const { ask: record } = batchCalls<Tried, void>({
    most: claimedAtOnce,
    nameOf: ({ delivery }) => `${delivery.registration} ${delivery.message}`,
    async act(tried) {
      await store.write(async (tx) => {
        for (const one of tried) await recordTry(tx, one, now());
      });
      return tried.map(() => ({ ok: true, value: undefined }));
    },
  });

  async function deliver(delivery: Claimed): Promise<void> {
    const { urgency } = worth(delivery.kind);
    const ttlSeconds = Math.max(1, Math.ceil((delivery.untilAt - now()) / 1000));
    const message = pushMessage.parse(JSON.parse(delivery.body));
    const path = delivery.order === null ? null : pathOf(delivery.order);
    const target = readTarget(delivery.target);
    const json = JSON.stringify({ ...message, path });
    const posted = await beginHeld(store, delivery, () =>
      send(target, { json, ttlSeconds, urgency, topic: delivery.topic }),
    );
    if (posted === null) return;
    await record({ delivery, posted });
    const service = target.kind === 'web' ? new URL(target.subscription.endpoint).hostname : target.kind;
    log({ event: 'push', kind: delivery.kind, service, last: wordsOf(posted), attempts: delivery.attempts });
  }

  return {
    async send() {
      const places = underWayAtOnce - underWay.size;
      const calls = Math.min(claimedAtOnce, places);
      const others = Math.min(claimedAtOnce, places - keptForCalls);
      if (calls <= 0 || store.waiting() > busyAbove || !(await isAnythingDue(store.read, now())))
        return false;
      const { looked, claimed } = await claimDue(store, now, { calls, others });
      for (const delivery of claimed) {
        const one = deliver(delivery)
          .catch(failed)
          .finally(() => underWay.delete(one));
        underWay.add(one);
      }
      return looked > 0 && looked >= Math.min(calls, others);
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

type Tried = { delivery: Claimed; posted: Posted };

/** The push service says that there is no such install any more. */
const isGone = (posted: Posted) => 'status' in posted && (posted.status === 404 || posted.status === 410);

async function recordTry(tx: Db, { delivery, posted }: Tried, now: number): Promise<void> {
  const { registration, message, targetHash, attempts, createdAt, untilAt } = delivery;
  if (isGone(posted)) {
    // Where it was renewed meanwhile, it lives on at its new address.
    await untie(tx, (of) => of.and([of('id', '=', registration), of('target_hash', '=', targetHash)]));
    return;
  }
  const next = afterTry(posted, { attempts, since: createdAt, now, until: untilAt });
  const own = { registration_id: registration, message_id: message };
  if (next.kind === 'waiting')
    await tx
      .updateTable('push_deliveries')
      .set({ next_at: next.at })
      .where('registration_id', '=', own.registration_id)
      .where('message_id', '=', own.message_id)
      .where('attempts', '=', attempts)
      .execute();
  else
    await tx
      .deleteFrom('push_deliveries')
      .where('registration_id', '=', own.registration_id)
      .where('message_id', '=', own.message_id)
      .execute();
  if (next.kind === 'delivered')
    await tx
      .updateTable('push_registrations')
      .set({ reached_at: now })
      .where('id', '=', registration)
      .execute();
}
