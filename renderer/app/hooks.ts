// What every screen may ask of the window: the view, the time, the commands, and the way to other screens.
import { createContext, use, useCallback, useSyncExternalStore } from 'react';
import type { View } from '../../contract/view.ts';
import type { Clock } from './clock.ts';
import type { Commands, Problem } from './commands.ts';
import type { Drafts } from './drafts.ts';
import type { Navigation } from './navigation.ts';
import type { Queries } from './queries.ts';
import type { ViewStore } from './view-store.ts';

export type Console = {
  store: ViewStore;
  clock: Clock;
  commands: Commands;
  queries: Queries;
  navigation: Navigation;
  drafts: Drafts;
};

export const ConsoleContext = createContext<Console | null>(null);

export function useConsole(): Console {
  const found = use(ConsoleContext);
  if (!found) throw new Error('This part of the window stands outside of <ConsoleContext>.');
  return found;
}

/** A part of the view. `select` must return a part as it stands in the view, or a plain value. */
export function useView<T>(select: (view: View) => T): T {
  const { store } = useConsole();
  const read = (): T => {
    const view = store.get();
    if (!view) throw new Error('The view was used before it was there.');
    return select(view);
  };
  return useSyncExternalStore(store.subscribe, read);
}

/** Something that follows from the backend's time; drawn anew only when its value changes. */
export function useNow<T extends string | number | boolean | null>(select: (now: number) => T): T {
  const { clock } = useConsole();
  return useSyncExternalStore(clock.subscribe, () => select(clock.now()));
}

export function useCommands(): Commands {
  return useConsole().commands;
}

export function useBusy(place: string): boolean {
  const { commands } = useConsole();
  return useSyncExternalStore(
    commands.subscribe,
    useCallback(() => commands.isBusy(place), [commands, place]),
  );
}

export function useProblem(place: string): Problem | null {
  const { commands } = useConsole();
  return useSyncExternalStore(
    commands.subscribe,
    useCallback(() => commands.problemOf(place), [commands, place]),
  );
}

export function useNavigation(): Navigation {
  return useConsole().navigation;
}

export const CoveredContext = createContext(false);

/** Another screen lies over the home screen: whatever stands on it is `inert`, all but the bell. */
export const useCovered = (): boolean => use(CoveredContext);
