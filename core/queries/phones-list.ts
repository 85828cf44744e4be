// Asks for the phones that are called when nobody answers an order: a manager's own, an administrator's everybody's.
import { z } from 'zod';
import { phonesList as phonesAnswer } from '../../contract/push.ts';
import type { Asked, Value } from '../../contract/queries.ts';
import type { Query } from './query.ts';

/** No restaurant has so many: a list of them is none, and is not looked at one by one. */
const few = z.object({ phones: z.array(z.unknown()).max(1000) });

export const phonesList: Query<Asked<'phones.list'>, Value<'phones.list'>> = {
  whose: 'person',
  timeoutMs: 8000,
  path: () => '/phones',
  read: (body) => (few.safeParse(body).success ? (phonesAnswer.safeParse(body).data ?? null) : null),
};
