// The sales channels in one process of their own: what the people's side costs its program is not to be counted as slow orders.
import { makeUpOrder } from '../../../backend/demo/orders.ts';
import { randomFrom } from '../../../backend/demo/random.ts';
import { caller, inPace, outOfStep, type Caller } from '../load.ts';
import type { Answers } from '../pusher/roles.ts';

/** `keys`: one sales channel's of each restaurant. */
export type OpenOrders = { url: string; keys: string[] };
export type OfferOrders = { perSecond: number; seconds: number };

export function ordersAnswers(): Answers {
  const random = randomFrom(7);
  const bodies = Array.from({ length: 200 }, () => {
    const { promisedAt: _, ...order } = makeUpOrder(random, Date.now());
    return JSON.stringify(order);
  });
  let keys: string[] = [];
  let load: Caller | null = null;
  return {
    open(words: OpenOrders) {
      load = caller(words.url, 64);
      keys = words.keys;
    },
    /** How long each order took, from when it was due. */
    async offer({ perSecond, seconds }: OfferOrders): Promise<number[]> {
      const took: number[] = [];
      const send = async (nth: number, dueAt: number) => {
        const answer = await load?.ask(
          'POST',
          '/orders',
          keys[nth % keys.length] ?? '',
          bodies[nth % bodies.length],
        );
        if (answer?.status !== 201) throw new Error(`An order was refused: ${answer?.text()}`);
        took.push(performance.now() - dueAt);
      };
      await inPace(perSecond, seconds, send, outOfStep(perSecond, random.next));
      return took;
    },
  };
}
