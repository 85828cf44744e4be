// What may be pressed with a backend that knows "ready" and nothing else: the rest counts on this device alone.
import type { Verb } from '../../contract/order.ts';

/** `kept`: an overlay of this device that lives as long as its order is listed. */
export const howTaken: Record<Verb, 'sent' | 'kept' | 'not-possible'> = {
  ready: 'sent',
  accept: 'kept',
  'stop-bell': 'kept',
  understood: 'kept',
  tick: 'kept',
  delay: 'kept',
  reject: 'not-possible',
  recall: 'not-possible',
  collect: 'not-possible',
  cancel: 'not-possible',
};
