// Tells what one reading of a list of open orders proves about a book, when there is no log to tell. Nothing is taken
// off the screen on the word of a single list, and nothing on the word of a doubtful one.
import { closedStatuses, type Order } from '../../../contract/order.ts';

/** What earlier readings left in doubt. */
export type Doubts = {
  /** Absent from the last list, and from that one only. */
  absent: ReadonlySet<string>;
  /** The last list was empty although there were orders. */
  emptyOnce: boolean;
};
export const noDoubts: Doubts = { absent: new Set(), emptyOnce: false };

export type Reading = {
  listed: readonly Order[];
  /** False when something in it has not even an id: then nobody can say what is not in it. */
  whole: boolean;
  startedAt: number;
};

export type Reconciled = {
  put: readonly Order[];
  gone: readonly string[];
  doubts: Doubts;
  /** Something is in doubt that another reading would settle. */
  readAgain: boolean;
};

export function reconcile(
  book: ReadonlyMap<string, Order>,
  /** When each order came into the book, by the monotonic clock: one that came after the question was asked may be missing. */
  arrived: ReadonlyMap<string, number>,
  { listed, whole, startedAt }: Reading,
  before: Doubts,
): Reconciled {
  const put = listed.filter((order) => !same(book.get(order.id), order));
  const present = new Set(listed.map((order) => order.id));
  const missing = [...book.values()].filter(
    (order) =>
      !present.has(order.id) &&
      !closedStatuses.includes(order.status) &&
      (arrived.get(order.id) ?? Number.NEGATIVE_INFINITY) <= startedAt,
  );
  if (!whole) {
    // What it names is there; of what it does not name it says nothing.
    const absent = new Set([...before.absent].filter((id) => !present.has(id)));
    return { put, gone: [], doubts: { absent, emptyOnce: false }, readAgain: false };
  }
  if (missing.length === 0) return { put, gone: [], doubts: noDoubts, readAgain: false };
  if (present.size === 0 && !before.emptyOnce)
    return { put, gone: [], doubts: { ...before, emptyOnce: true }, readAgain: true };
  const gone = missing.filter((order) => before.absent.has(order.id)).map((order) => order.id);
  const absent = new Set(missing.filter((order) => !before.absent.has(order.id)).map((order) => order.id));
  return { put, gone, doubts: { absent, emptyOnce: present.size === 0 }, readAgain: absent.size > 0 };
}

const same = (a: Order | undefined, b: Order): boolean =>
  a !== undefined && JSON.stringify(a) === JSON.stringify(b);
