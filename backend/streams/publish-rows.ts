// Publishes a stream's next events in one request, or one by one where Pusher refuses them together.
import { forPusher, type PayloadMode } from './payload.ts';
import type { PlainEvents } from './plain-events.ts';
import type { Publisher, Ring } from './publisher.ts';
import type { Row } from './unpublished.ts';

/** What a Pusher service takes at most in one request. */
export const eventsInOneRequest = 10;

/** An event, and all that is published for it: itself first. */
type RowRings = { row: Row; rings: readonly Ring[] };

export type HowToRing = { channel: string; payload: PayloadMode; plain: PlainEvents };

/** As many of the first ones as fit one request with what is sent beside them; one at least. */
export function firstThatFit(
  rows: readonly Row[],
  { channel, payload, plain }: HowToRing,
): readonly RowRings[] {
  const fitting: RowRings[] = [];
  let room = eventsInOneRequest;
  for (const row of rows) {
    const beside = plain(row, payload);
    room -= 1 + beside.length;
    if (room < 0 && fitting.length > 0) break;
    const itself = { channel, name: row.type, data: forPusher(row.body, payload) };
    fitting.push({ row, rings: [itself, ...beside.map((event) => ({ channel, ...event }))] });
  }
  return fitting;
}

export type PublishRowsParts = {
  publish: Publisher['publish'];
  /** Asked before each further request. */
  mayGoOn: () => boolean;
  /** Pusher will never take this one. */
  refused: (row: Row, name: string, why: string) => void;
};

export type RowsPublished =
  | { kind: 'taken together' | 'taken one by one' | 'stopped' }
  | { kind: 'failed'; why: string };

export async function publishRows(
  fitting: readonly RowRings[],
  { publish, mayGoOn, refused }: PublishRowsParts,
): Promise<RowsPublished> {
  const together = await publish(fitting.flatMap(({ rings }) => rings));
  if (together.ok) return { kind: 'taken together' };
  if (!together.refused) return { kind: 'failed', why: together.why };
  for (const { row, rings } of fitting)
    for (const [at, ring] of rings.entries()) {
      if (!mayGoOn()) return { kind: 'stopped' };
      const alone = await publish([at === 0 ? { ...ring, data: forPusher(row.body, 'ref') } : ring]);
      if (alone.ok) continue;
      if (!alone.refused) return { kind: 'failed', why: alone.why };
      refused(row, ring.name, alone.why);
    }
  return { kind: 'taken one by one' };
}
