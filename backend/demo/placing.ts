// Places one made-up order so that it is not lost to a backend that is just starting, or says why it was refused.
import { setTimeout as wait } from 'node:timers/promises';
import { placedAnswer } from '../../contract/api.ts';
import type { Order } from '../../contract/order.ts';

export type Outcome =
  | { kind: 'placed'; order: Order }
  /** `for-good`: the next order would be refused for the same reason. */
  | { kind: 'refused' | 'refused-for-good'; why: string };

export type Placing = {
  /** Sends the order once, always under the same idempotency key: it is placed once, however often it is sent. */
  send: () => Promise<Response>;
  /** Nothing was placed yet: a key that is not known may be one that the backend has still to make. */
  starting: boolean;
  /** Waits between the tries; they end when none is left. */
  waitsMs?: readonly number[];
};

/** About half a minute: longer than a backend takes to start on a busy machine. */
const backOffMs = [250, 500, 1_000, 2_000, 4_000, 4_000, 4_000, 4_000, 4_000, 4_000];

const busy = new Set([408, 429, 502, 503, 504]);
const unknownKey = new Set([401, 403]);

export async function placeOrder({ send, starting, waitsMs = backOffMs }: Placing): Promise<Outcome> {
  for (let attempt = 0; ; attempt++) {
    const answer = await send().catch((error: unknown) => reasonOf(error));
    if (typeof answer !== 'string' && answer.ok) {
      const { order } = placedAnswer.parse(await answer.json());
      return { kind: 'placed', order };
    }
    const status = typeof answer === 'string' ? null : answer.status;
    const mayChange = status === null || busy.has(status) || (status === 401 && starting);
    const ms = waitsMs[attempt];
    if (mayChange && ms !== undefined) {
      await wait(ms);
      continue;
    }
    const why = typeof answer === 'string' ? answer : `${status} ${await answer.text().catch(reasonOf)}`;
    const forGood = status !== null && unknownKey.has(status);
    return { kind: forGood ? 'refused-for-good' : 'refused', why: why.slice(0, 300) };
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
