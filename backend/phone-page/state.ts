// What the phone's page and its server say to each other.
import { z } from 'zod';
import { webSubscription } from '../../contract/push.ts';
import { wordOf } from '../../contract/tolerant.ts';
import { newShortText } from '../../contract/wire.ts';

export const phoneState = z.object({
  /** 'link': it may be added with this; 'phone': it was. */
  is: wordOf(['link', 'phone'], 'link'),
  person: z.string(),
  restaurant: z.string(),
  /** What the browser subscribes with. */
  publicKey: z.string(),
});
export type PhoneState = z.infer<typeof phoneState>;

export const addPhone = z.object({ subscription: webSubscription, name: newShortText });
/** The token is good for the routes below `/phone/` alone. */
export const phoneAdded = z.object({ token: z.string().max(100) });
export const renewPhone = z.object({ subscription: webSubscription });
