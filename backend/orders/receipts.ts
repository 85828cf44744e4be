// Receipts: which device stored, showed and sounded an order, and what the customer's page got. They are never events,
// but staff see on the order itself whether the customer's page is open and was rung.
import type { Receipt } from '../../contract/api.ts';
import type { Order } from '../../contract/order.ts';
import type { Principal } from '../../contract/permissions.ts';
import type { Db } from '../db/schema.ts';
import type { Store } from '../db/store.ts';
import type { Append, EventLog } from '../streams/event-log.ts';
import { occurredAt } from './occurred.ts';
import { lockOrder, saveOrder } from './rows.ts';

/** Only of orders that are theirs; whatever else is named is passed over, because it may be long gone. */
export function storeReceipts(
  parts: { store: Store; log: EventLog; now: () => number },
  principal: Principal,
  receipts: readonly Receipt[],
): Promise<void> {
  // All of them may have been of stages that only a newer version knows.
  if (receipts.length === 0) return Promise.resolve();
  return parts.log.write(async (tx, append) => {
    const theirs = await ordersOf(tx, principal, receipts);
    const rows = receipts.flatMap((receipt) => {
      const placedAt = theirs.get(receipt.order);
      if (placedAt === undefined || !fits(principal, receipt)) return [];
      return {
        order_id: receipt.order,
        device_id: deviceOf(principal),
        stage: receipt.stage,
        at: occurredAt(receipt.at, placedAt, parts.now()),
        person_id: receipt.person ?? (principal.kind === 'person' ? principal.id : null),
      };
    });
    if (rows.length === 0) return;
    await tx
      .insertInto('receipts')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['order_id', 'device_id', 'stage']).doNothing())
      .execute();
    if (principal.kind === 'customer')
      await showOnOrder(
        parts,
        tx,
        append,
        principal.order,
        rows.some((row) => row.stage === 'received'),
      );
  });
}

const customerStages: ReadonlySet<string> = new Set(['page-open', 'received']);
const fits = (principal: Principal, receipt: Receipt) =>
  customerStages.has(receipt.stage) === (principal.kind === 'customer');

/** The customer's page is no device: it has an empty name. */
function deviceOf(principal: Principal): string {
  if (principal.kind === 'device') return principal.id;
  if (principal.kind === 'person') return principal.device ?? principal.id;
  return '';
}

/** When each of them was placed, as far as they are this principal's. */
async function ordersOf(
  tx: Db,
  principal: Principal,
  receipts: readonly Receipt[],
): Promise<ReadonlyMap<string, number>> {
  const customers = principal.kind === 'customer' ? principal.order : null;
  if (principal.restaurant === null) return new Map();
  const rows = await tx
    .selectFrom('orders')
    .select(['id', 'placed_at'])
    .where('id', 'in', customers === null ? [...new Set(receipts.map(({ order }) => order))] : [customers])
    .where('restaurant_id', '=', principal.restaurant)
    .execute();
  return new Map(rows.map((row) => [row.id, row.placed_at]));
}

const pageConcernsMs = 24 * 3_600_000;

async function showOnOrder(
  parts: { store: Store; now: () => number },
  tx: Db,
  append: Append,
  orderId: string,
  received: boolean,
): Promise<void> {
  const kept = await lockOrder(parts.store, tx, orderId);
  if (!kept || kept.order.customerPage === 'received') return;
  const customerPage = received ? 'received' : 'open';
  if (kept.order.customerPage === customerPage) return;
  // Nobody looks at it any more, and an event would bring the customer's name back into a log that had let go of it.
  if (kept.closedAt !== null && kept.closedAt < parts.now() - pageConcernsMs) return;
  const order: Order = { ...kept.order, customerPage };
  await saveOrder(tx, order, null, kept, parts.now());
  await append({
    stream: `restaurant:${kept.restaurant}`,
    type: 'order.updated',
    message: received
      ? `The page of order ${order.number}'s customer got "ready".`
      : `The customer of order ${order.number} has the page open.`,
    at: parts.now(),
    body: { order },
  });
}
