// What the customer's page is given on opening: the order as the customer may see it, its place in the log, and where it rings.
import { z } from 'zod';
import { pusherAddress } from '../../contract/api.ts';
import { trackedOrder } from '../../contract/events.ts';
import { head, streamName } from '../../contract/streams.ts';
import { ifReadable } from '../../contract/tolerant.ts';

export const trackState = z.object({
  order: trackedOrder,
  stream: streamName,
  head,
  channel: z.string(),
  pusher: pusherAddress,
  timeZone: z.string(),
  /** What a browser subscribes to pushes with; a backend without pushes has none. */
  push: ifReadable(z.object({ publicKey: z.string() }).nullable()),
});
export type TrackState = z.infer<typeof trackState>;
