// Randomness and ids from the system's source.
import { randomUUID } from 'node:crypto';
import type { Chance } from '../../core/ports/clock.ts';

export function createChance(): Chance {
  return { fraction: () => Math.random(), id: () => randomUUID() };
}
