// Says what a key of a keyboard or bump bar means in the queue; nothing while somebody types or a screen lies over it.
import { useEffect } from 'react';

export type KeyAct = { kind: 'next'; key: number } | { kind: 'undo' } | { kind: 'search' } | { kind: 'help' };

export type KeyState = {
  typing: boolean;
  /** A screen or a menu lies over the queue and has the keys to itself. */
  covered: boolean;
};

type Pressed = { key: string; repeat: boolean; modified: boolean };

export function keyAct({ key, repeat, modified }: Pressed, state: KeyState): KeyAct | null {
  if (state.typing || state.covered || repeat || modified) return null;
  if (/^[1-9]$/.test(key)) return { kind: 'next', key: Number(key) };
  // Eastern Arabic digits of an Arabic keyboard.
  if (/^[١-٩]$/.test(key)) return { kind: 'next', key: (key.codePointAt(0) ?? 0) - 0x660 };
  switch (key.toLowerCase()) {
    case 'u':
      return { kind: 'undo' };
    case '/':
      return { kind: 'search' };
    case '?':
      return { kind: 'help' };
    default:
      return null;
  }
}

const fields = 'input, textarea, select, [contenteditable]';

/** Listens on the window. */
export function useQueueKeys(covered: boolean, act: (act: KeyAct) => void): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const target = event.target instanceof Element ? event.target : document.body;
      const found = keyAct(
        {
          key: event.key,
          repeat: event.repeat,
          modified: event.ctrlKey || event.metaKey || event.altKey,
        },
        {
          typing: target.matches(fields),
          covered: covered || document.querySelector('[role="menu"]') !== null,
        },
      );
      if (!found) return;
      event.preventDefault();
      act(found);
    };
    addEventListener('keydown', pressed, true);
    return () => removeEventListener('keydown', pressed, true);
  }, [covered, act]);
}
