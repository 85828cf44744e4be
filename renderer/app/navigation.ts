// Keeps which screens are open over the home screen: one way to open them, one way back.
import type { Places, ScreenName, Told } from './places.ts';

export type Opened = {
  id: number;
  screen: ScreenName;
  told: Places[ScreenName];
  /** Gives the focus back to where the screen was opened from. */
  giveBack: () => void;
};

export type Navigation = {
  /** The last one lies on top. */
  opened(): readonly Opened[];
  open<N extends ScreenName>(screen: N, ...told: Told<N>): void;
  /** Closes this one and whatever was opened from it. */
  close(id: number): void;
  /** One screen back; on the home screen it does nothing. */
  back(): void;
  home(): void;
  subscribe(listener: () => void): () => void;
};

type World = {
  /** The browser's own way back: a mouse's or keyboard's Back key closes a screen, too. */
  history: Pick<History, 'pushState' | 'replaceState' | 'back'>;
  onPopState(listener: (state: unknown) => void): void;
  /** Remembers who has the focus now; the answer gives it back. */
  rememberFocus(): () => void;
};

export function createNavigation({ history, onPopState, rememberFocus }: World): Navigation {
  let stack: readonly Opened[] = [];
  let lastId = 0;
  const listeners = new Set<() => void>();
  function become(next: readonly Opened[]): void {
    if (next === stack) return;
    stack = next;
    for (const listener of listeners) listener();
  }
  function cutTo(depth: number): void {
    if (depth < stack.length) become(stack.slice(0, depth));
  }
  // A reloaded window starts at home, whatever the browser remembers.
  history.replaceState({ depth: 0 }, '');
  onPopState((state) => cutTo(depthIn(state)));
  const closeTo = (depth: number): void => {
    const closing = stack.length - depth;
    cutTo(depth);
    for (let step = 0; step < closing; step += 1) history.back();
  };

  return {
    opened: () => stack,
    open(screen, ...[told]) {
      const top = stack.at(-1);
      const again = top?.screen === screen;
      const giveBack = again ? top.giveBack : rememberFocus();
      const next = { id: (lastId += 1), screen, told: told ?? {}, giveBack };
      // Open already: it shows something else now, and one step back closes it all the same.
      if (again) return become([...stack.slice(0, -1), next]);
      become([...stack, next]);
      history.pushState({ depth: stack.length }, '');
    },
    close(id) {
      const place = stack.findIndex((one) => one.id === id);
      if (place >= 0) closeTo(place);
    },
    back: () => closeTo(Math.max(0, stack.length - 1)),
    home: () => closeTo(0),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function depthIn(state: unknown): number {
  const depth = typeof state === 'object' && state !== null && 'depth' in state ? state.depth : 0;
  return typeof depth === 'number' ? depth : 0;
}
