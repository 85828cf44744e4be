// All randomness of a run: one seed, and forks of it, so that one part drawing more does not change the others.
import type { Chance as ChancePort } from '../../core/ports/clock.ts';

export type Chance = ChancePort & {
  /** A whole number, both ends included. */
  whole(from: number, to: number): number;
  between(from: number, to: number): number;
  happens(probability: number): boolean;
  pick<T>(things: readonly T[]): T;
  /** Its own sequence, decided by this one's seed and the name alone. */
  fork(name: string): Chance;
};

export function createChance(seed: number | string): Chance {
  const key = String(seed);
  const draw = sfc32(key);
  let ids = 0;
  const own = hash(key);

  const chance: Chance = {
    fraction: draw,
    id() {
      ids += 1;
      const words = [draw() * 0x1_0000_0000, ids, own, draw() * 0x1_0000_0000].map((word) =>
        (word >>> 0).toString(16).padStart(8, '0'),
      );
      const digits = words.join('');
      return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
    },
    whole: (from, to) => from + Math.floor(draw() * (to - from + 1)),
    between: (from, to) => from + draw() * (to - from),
    happens: (probability) => draw() < probability,
    pick(things) {
      const thing = things[Math.floor(draw() * things.length)];
      if (thing === undefined) throw new Error('nothing to pick from');
      return thing;
    },
    fork: (name) => createChance(`${key}/${name}`),
  };
  return chance;
}

/** FNV-1a, 32 bits. */
export function hash(text: string, start = 0x811c9dc5): number {
  let state = start;
  for (let at = 0; at < text.length; at += 1) {
    state ^= text.charCodeAt(at);
    state = Math.imul(state, 0x01000193);
  }
  return state >>> 0;
}

function sfc32(key: string): () => number {
  let a = hash(key);
  let b = hash(key, a);
  let c = hash(key, b);
  let counter = 1;
  const draw = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 0x1_0000_0000;
  };
  for (let warm = 0; warm < 12; warm += 1) draw();
  return draw;
}
