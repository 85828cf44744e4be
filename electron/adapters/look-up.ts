// Looks names up for the connections that Node makes, few at a time: each look holds one of the four threads that also
// write to the disk (https://docs.libuv.org/en/v1.x/threadpool.html), and while no name server answers it holds it for
// up to a minute. With all of them taken no order would be written down, and what is not written down does not ring.
import dns from 'node:dns';
import type { LookupFunction } from 'node:net';

type Answer = Parameters<Parameters<LookupFunction>[2]>;
type Look = {
  key: string;
  began: number;
  begin: () => void;
  waiting: ((...answer: Answer) => void)[];
};

export type LookUp = {
  lookUp: LookupFunction;
  /** On another network: nobody waits any longer for what was asked on the former one. */
  renew(): void;
};

const atMost = 2;
/** With those of a former network, which may hang there for as long as they like: one thread is always left. */
const atMostWithFormer = 3;
/** One that takes longer may have asked nobody: as the name server may be back, it is asked again beside it. */
const youngMs = 1500;

export type LookUpOptions = { lookup?: LookupFunction; now?: () => number };

const systems: LookupFunction = (host, options, told) =>
  dns.lookup(host, options as dns.LookupAllOptions, told);

export function createLookUp(parts: LookUpOptions = {}): LookUp {
  const { lookup = systems, now = () => performance.now() } = parts;
  const underWay: Look[] = [];
  let former: ReadonlySet<Look> = new Set();
  const queue: Look[] = [];

  const isFull = () =>
    underWay.length >= atMostWithFormer || underWay.filter((look) => !former.has(look)).length >= atMost;

  function next(): void {
    if (isFull()) return;
    const look = queue.shift();
    if (look === undefined) return;
    look.began = now();
    underWay.push(look);
    look.begin();
  }

  const lookUp: LookupFunction = (host, options, told) => {
    const { family = 0, all = false, hints = 0 } = options;
    const key = [host, family, all, hints].join(' ');
    const joins = (look: Look) => look.key === key && !former.has(look);
    const same =
      queue.find(joins) ??
      underWay.findLast((look) => joins(look) && (isFull() || now() - look.began < youngMs));
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
  return { lookUp, renew: () => void (former = new Set(underWay)) };
}

/** One for the whole program, as its threads are. */
export const { lookUp, renew: renewLooks } = createLookUp();
