// Whose events are published in this turn of the event loop: orders before what people tell each other.
import type { StreamName } from '../../contract/streams.ts';

export type Turns = {
  /** Of those that are due, whose turn it is, at most so many; the others are asked for again in the next turn. */
  of(due: readonly StreamName[], room: number): StreamName[];
  stop(): void;
};

/** Whoever is told of a message can wait a turn; an order that comes in meanwhile cannot. */
const othersInOneTurn = 4;

const isOfOrders = (stream: StreamName): boolean => /^(?:restaurant|order):/.test(stream);

export function createTurns(next: () => void): Turns {
  let others = 0;
  let planned: NodeJS.Immediate | null = null;
  return {
    of(due, room) {
      const waiting = due.filter((stream) => !isOfOrders(stream)).slice(0, othersInOneTurn - others);
      // However many orders a slow service keeps waiting: who is called for help is told as well.
      const kept = Math.min(waiting.length, Math.ceil(room / 8));
      const orders = due.filter(isOfOrders).slice(0, room - kept);
      const some = waiting.slice(0, room - orders.length);
      others += some.length;
      if (others > 0)
        planned ??= setImmediate(() => {
          planned = null;
          others = 0;
          next();
        });
      return [...orders, ...some];
    },
    stop() {
      if (planned) clearImmediate(planned);
    },
  };
}
