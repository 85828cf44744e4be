// Tells whether somebody has answered an order whose status does not say so: it is unknown here, or cannot be read.
import { z } from 'zod';
import type { Order, Verb } from '../../contract/order.ts';

/** `handled`: in the order system itself, as a person here said. */
export type Answered = 'answered' | 'understood' | 'handled';
export const answeredOnDisk = z.enum(['answered', 'understood', 'handled'] satisfies Answered[]);

/** What a press on such an order means for its ringing. Stopping the bell is a snooze, and a tick is no answer. */
const answers: Record<Verb, Answered | null> = {
  accept: 'answered',
  reject: 'answered',
  ready: 'answered',
  recall: 'answered',
  collect: 'answered',
  cancel: 'answered',
  understood: 'understood',
  delay: null,
  'stop-bell': null,
  tick: null,
};
export const answerBy = (verb: Verb): Answered | null => answers[verb];

/** What was done to it, by whomever, before its status became unknown or under it. */
export const wasAnswered = (order: Order): boolean =>
  order.acts.some(({ what }) => Object.hasOwn(answers, what) && answers[what as Verb] !== null);
