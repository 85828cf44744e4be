// One line of the journal: a checksum, then what changed. Orders are sealed, because they name customers and staff;
// what cannot be had again from the backend (unsent commands, alert marks) stays readable without the keyring.
import type { Order } from '../../contract/order.ts';
import type { Secrets } from '../ports/secrets.ts';
import { crc32, fromBase64, fromUtf8, toBase64, toUtf8 } from './bytes.ts';
import type { Change } from './ledger.ts';

/** Raised when an order's shape changes: orders of another version are fetched again rather than misread. */
const ordersVersion = 1;

type OrderChange = Change & { order: Order };
const isOrderChange = (change: Change): change is OrderChange =>
  change.kind === 'order' || change.kind === 'order-unlisted';

type Written = { open: Change[]; sealed?: string; v?: number };
export type ReadLine = { changes: Change[]; ordersMissing: boolean };

const newline = 10;
const checksumLength = 8;

export async function writeLine(
  changes: readonly Change[],
  secrets: Pick<Secrets, 'seal'>,
): Promise<Uint8Array> {
  const open: Change[] = [];
  const orders = new Map<string, OrderChange>();
  for (const change of changes) {
    // Within one line the last word on an order counts, so that sealed and open parts need no common order.
    if (isOrderChange(change)) orders.set(change.order.id, change);
    else open.push(change);
    if (change.kind === 'order-gone') orders.delete(change.id);
  }
  const written: Written = { open };
  if (orders.size > 0) {
    const sealed = await secrets.seal(toUtf8(JSON.stringify([...orders.values()])));
    // Without a keyring the orders stay off the disk; the empty mark has them fetched again at the next start.
    written.sealed = sealed === null ? '' : toBase64(sealed);
    written.v = ordersVersion;
  }
  const json = toUtf8(JSON.stringify(written));
  const line = new Uint8Array(json.length + checksumLength + 2);
  line.set(toUtf8(`${crc32(json)} `));
  line.set(json, checksumLength + 1);
  line[line.length - 1] = newline;
  return line;
}

/** null: damaged. `line` comes without its newline. */
export async function readLine(line: Uint8Array, secrets: Pick<Secrets, 'open'>): Promise<ReadLine | null> {
  const json = line.subarray(checksumLength + 1);
  if (json.length === 0 || fromUtf8(line.subarray(0, checksumLength + 1)) !== `${crc32(json)} `) return null;
  const { open, sealed, v } = JSON.parse(fromUtf8(json)) as Written;
  if (sealed === undefined) return { changes: open, ordersMissing: false };
  const bytes = v === ordersVersion ? fromBase64(sealed) : null;
  const opened = bytes === null || bytes.length === 0 ? null : await secrets.open(bytes);
  if (opened === null) return { changes: open, ordersMissing: true };
  return { changes: [...open, ...(JSON.parse(fromUtf8(opened)) as Change[])], ordersMissing: false };
}

/** Cuts a file into its lines; `end` is the offset just behind each one. What follows the last newline is torn. */
export function* linesOf(file: Uint8Array): Generator<{ line: Uint8Array; end: number }> {
  let begin = 0;
  for (;;) {
    const at = file.indexOf(newline, begin);
    if (at === -1) return;
    yield { line: file.subarray(begin, at), end: at + 1 };
    begin = at + 1;
  }
}
