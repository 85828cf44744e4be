// Keeps the minutes that were set on the tickets of orders that wait to be accepted, for the button and for the keys.
import { createContext, use, useCallback, useSyncExternalStore } from 'react';

export type ChosenMinutes = {
  of(order: string): number | null;
  choose(order: string, minutes: number): void;
  /** An order that comes back later starts with the usual time again. */
  keepOnly(waiting: ReadonlySet<string>): void;
  subscribe(listener: () => void): () => void;
};

export function createChosenMinutes(): ChosenMinutes {
  const chosen = new Map<string, number>();
  const listeners = new Set<() => void>();
  return {
    of: (order) => chosen.get(order) ?? null,
    choose(order, minutes) {
      chosen.set(order, minutes);
      for (const listener of listeners) listener();
    },
    keepOnly(waiting) {
      for (const order of chosen.keys()) if (!waiting.has(order)) chosen.delete(order);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const ChosenMinutesContext = createContext<ChosenMinutes>(createChosenMinutes());

export function useChosenMinutes(order: string): number | null {
  const chosen = use(ChosenMinutesContext);
  return useSyncExternalStore(
    chosen.subscribe,
    useCallback(() => chosen.of(order), [chosen, order]),
  );
}
