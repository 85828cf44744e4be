// Looks at the restaurants it is time to look at, and does what was decided: tells the managers, queues the webhook.
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import type { Notify } from '../notifications/index.ts';
import { setAccepting } from '../restaurant/restaurants.ts';
import type { Append, EventLog } from '../streams/event-log.ts';
import { cancel, raise } from './call-managers.ts';
import { closingsOf } from './closed-consoles.ts';
import { decideConsoles, type ConsolesDecision } from './decide-consoles.ts';
import { decide, type Decision } from './decide.ts';
import { restaurantsToLookAt, situationOf, type Seen } from './situation.ts';
import { tellOfConsoles } from './tell-of-consoles.ts';

export type WatchParts = {
  store: Store;
  log: EventLog;
  now: () => number;
  /** When this backend began to listen. */
  upSince: number;
  /** Something was raised or cancelled: deliveries may be due. */
  changed: (what: { restaurant: string } & Did) => void;
  notify: Notify;
  failed: (restaurant: string, why: unknown) => void;
};

type Did = { raised: number; cancelled: number; gone: number; back: number };

export type Watch = { look(): Promise<void> };

export function createWatch({ store, log, now, upSince, notify, changed, failed }: WatchParts): Watch {
  /** Read first, outside any transaction: most looks find nothing to do. */
  async function lookAt(restaurant: string): Promise<void> {
    const seen = await situationOf(store.read, restaurant, now(), upSince);
    if (!seen) return;
    const expected = decideAll(seen);
    if (isNothing(expected, seen.accepting)) {
      // Looked at for an order that waits, it may have its time still ahead: then there is nothing to write down.
      if (seen.watchAt <= now() || expected.lookAgainAt < seen.watchAt)
        await store.write((tx) => lookAgain(tx, restaurant, expected.lookAgainAt));
      return;
    }
    const did = await log.write(async (tx, append) => {
      const situation = await situationOf(tx, restaurant, now(), upSince);
      if (!situation) return none;
      const decision = decideAll(situation);
      await lookAgain(tx, restaurant, decision.lookAgainAt);
      return act({ notify }, tx, append, situation, decision);
    });
    if (Object.values(did).some((count) => count > 0)) changed({ restaurant, ...did });
  }

  return {
    async look() {
      // One that cannot be looked at, whatever is wrong with it, keeps no other from being looked at.
      for (const restaurant of await restaurantsToLookAt(store.read, now()))
        await lookAt(restaurant).catch((why: unknown) => failed(restaurant, why));
    },
  };
}

const none: Did = { raised: 0, cancelled: 0, gone: 0, back: 0 };

type Everything = Decision & { consoles: ConsolesDecision };

function decideAll(seen: Seen): Everything {
  const decision = decide(seen);
  const consoles = decideConsoles({ ...seen, consoles: seen.each });
  return { ...decision, consoles, lookAgainAt: Math.min(decision.lookAgainAt, consoles.lookAgainAt) };
}

function isNothing({ raise, cancel, consoles, accepting }: Everything, was: boolean): boolean {
  const changes = [raise, cancel, consoles.gone, consoles.back];
  return changes.every((one) => one.length === 0) && accepting === was;
}

async function lookAgain(tx: Db, restaurant: string, at: number): Promise<void> {
  await tx.updateTable('restaurants').set({ watch_at: at }).where('id', '=', restaurant).execute();
}

async function act(
  telling: { notify: Notify },
  tx: Db,
  append: Append,
  { restaurant, now, each }: Seen,
  decision: Everything,
): Promise<Did> {
  const did = { ...none };
  const closings = closingsOf(each, restaurant, now);
  for (const one of decision.raise)
    if (await raise({ ...telling, closings }, tx, append, restaurant, one, now)) did.raised += 1;
  for (const one of decision.cancel) if (await cancel(tx, append, restaurant, one, now)) did.cancelled += 1;
  const consoles = await tellOfConsoles(telling, tx, append, restaurant, decision.consoles, now);
  await setAccepting(tx, append, restaurant.id, decision.accepting, now);
  return { ...did, ...consoles };
}
