// Looks names up for the connections that Node makes, few at a time: each look holds one of the four threads that also
// write to the disk (https://docs.libuv.org/en/v1.x/threadpool.html), and while no name server answers it holds it for
// up to a minute. With all of them taken no order would be written down, and what is not written down does not ring.
import dns from 'node:dns';
import type { LookupFunction } from 'node:net';

type Answer = Parameters<Parameters<LookupFunction>[2]>;
type Look = { key: string; began: number; begin: () => void; waiting: ((...answer: Answer) => void)[] };

const atMost = 2;
/** One that takes longer may have asked nobody: as the name server may be back, it is asked again beside it. */
const youngMs = 1500;

export type LookUpOptions = { lookup?: LookupFunction; now?: () => number };

const systems: LookupFunction = (host, options, told) =>
  dns.lookup(host, options as dns.LookupAllOptions, told);

export function createLookUp(parts: LookUpOptions = {}): LookupFunction {
  const { lookup = systems, now = () => performance.now() } = parts;
  const underWay: Look[] = [];
  const queue: Look[] = [];

  function next(): void {
    if (underWay.length >= atMost) return;
    const look = queue.shift();
    if (look === undefined) return;
    look.began = now();
    underWay.push(look);
    look.begin();
  }

  return (host, options, told) => {
    const { family = 0, all = false, hints = 0 } = options;
    const key = [host, family, all, hints].join(' ');
    const isFull = underWay.length >= atMost;
    const same =
      queue.find((look) => look.key === key) ??
      underWay.findLast((look) => look.key === key && (isFull || now() - look.began < youngMs));
    if (same !== undefined) return void same.waiting.push(told);
    const look: Look = {
      key,
      began: 0,
      waiting: [told],
      begin() {
        lookup(host, options, (...answer) => {
          underWay.splice(underWay.indexOf(look), 1);
          for (const each of look.waiting) each(...answer);
          next();
        });
      },
    };
    queue.push(look);
    next();
  };
}

/** One for the whole program, as its threads are. */
export const lookUp = createLookUp();
