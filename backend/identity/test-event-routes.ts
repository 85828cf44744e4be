// Lets a device try the way of an order: an event of its own kind goes through log, relay and Pusher back to it. It is no
// order: nothing counts it, rings for it or calls a manager for it.
import { testEventAnswer, testEventRequest } from '../../contract/api.ts';
import { may } from '../../contract/permissions.ts';
import { strictly } from '../../contract/tolerant.ts';
import { createAllowance } from '../http/allowance.ts';
import type { Api } from '../http/endpoint.ts';
import { ProblemError } from '../http/problem.ts';
import type { EventLog } from '../streams/event-log.ts';

export type TestEventRoutes = { api: Api; log: EventLog; now: () => number };

/** Every console of the restaurant reads it, so a device sends few. */
const rate = { perSecond: 0.2, burst: 5 };

export function offerTestEvents({ api, log, now }: TestEventRoutes): void {
  const allowance = createAllowance();
  api.signed(
    {
      method: 'POST',
      path: '/devices/test-event',
      summary: 'Have an event of its own kind come back to this device, as an order would',
      asks: 'somebody',
      body: strictly(testEventRequest),
      answer: testEventAnswer,
    },
    async ({ principal, body: { test } }) => {
      if (principal.kind !== 'device' || !may(principal, 'beat', `restaurant:${principal.restaurant}`))
        throw new ProblemError('not-allowed', 'Only a device tries its own way.');
      const { id, name, restaurant } = principal;
      const seconds = allowance.take(id, rate, now());
      if (seconds > 0)
        throw new ProblemError('throttled', `Too many test events. Go on in ${seconds} s.`, {
          retryAfterSeconds: seconds,
        });
      const { stream, epoch, seq } = await log.write((_tx, append) =>
        append({
          stream: `restaurant:${restaurant}`,
          type: 'device.test',
          at: now(),
          message: `The device "${name}" tries the way of an order.`,
          body: { device: { id, name }, test },
        }),
      );
      return { stream, epoch, seq };
    },
  );
}
