// Publishes a stream's next events in one request, or one by one where Pusher refuses them together.
import { forPusher, type PayloadMode } from './payload.ts';
import type { Publisher, Ring } from './publisher.ts';
import type { Row } from './unpublished.ts';

export type PublishRowsParts = {
  publish: Publisher['publish'];
  channel: string;
  payload: PayloadMode;
  /** Asked before each further request. */
  mayGoOn: () => boolean;
  /** Pusher will never take this one. */
  refused: (row: Row, why: string) => void;
};

export type RowsPublished =
  | { kind: 'taken together' | 'taken one by one' | 'stopped' }
  | { kind: 'failed'; why: string };

export async function publishRows(
  rows: readonly Row[],
  { publish, channel, payload, mayGoOn, refused }: PublishRowsParts,
): Promise<RowsPublished> {
  const ring = (row: Row, mode: PayloadMode): Ring => ({
    channel,
    name: row.type,
    data: forPusher(row.body, mode),
  });
  const together = await publish(rows.map((row) => ring(row, payload)));
  if (together.ok) return { kind: 'taken together' };
  if (!together.refused) return { kind: 'failed', why: together.why };
  for (const row of rows) {
    if (!mayGoOn()) return { kind: 'stopped' };
    const alone = await publish([ring(row, 'ref')]);
    if (alone.ok) continue;
    if (!alone.refused) return { kind: 'failed', why: alone.why };
    refused(row, alone.why);
  }
  return { kind: 'taken one by one' };
}
