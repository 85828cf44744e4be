// Says what a key of a keyboard or bump bar means in the queue; nothing while somebody types or a screen lies over it.
import { useEffect } from 'react';

export type KeyAct =
  | { kind: 'next'; key: number }
  | { kind: 'open'; key: number }
  | { kind: 'undo' }
  | { kind: 'search' | 'help' | 'choose' | 'history' | 'inbox' };

export type KeyState = {
  typing: boolean;
  /** A screen or a menu lies over the queue and has the keys to itself. */
  covered: boolean;
  /** Somebody pressed "O": the next digit says which ticket to open. */
  choosing: boolean;
};

type Pressed = { key: string; repeat: boolean; modified: boolean };

export function keyAct({ key, repeat, modified }: Pressed, state: KeyState): KeyAct | null {
  if (state.typing || state.covered || repeat || modified) return null;
  const digit = digitOf(key);
  if (digit !== null) return { kind: state.choosing ? 'open' : 'next', key: digit };
  switch (key.toLowerCase()) {
    case 'u':
      return { kind: 'undo' };
    case 'o':
      return { kind: 'choose' };
    case 'h':
      return { kind: 'history' };
    case 'm':
      return { kind: 'inbox' };
    case '/':
      return { kind: 'search' };
    case '?':
      return { kind: 'help' };
    default:
      return null;
  }
}

/** Eastern Arabic digits of an Arabic keyboard, too. */
function digitOf(key: string): number | null {
  if (/^[1-9]$/.test(key)) return Number(key);
  return /^[١-٩]$/.test(key) ? (key.codePointAt(0) ?? 0) - 0x660 : null;
}

const fields = 'input, textarea, select, [contenteditable]';

/** Listens on the window. */
export function useQueueKeys(covered: boolean, choosing: boolean, act: (act: KeyAct) => void): void {
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
          choosing,
        },
      );
      if (!found) return;
      event.preventDefault();
      act(found);
    };
    addEventListener('keydown', pressed, true);
    return () => removeEventListener('keydown', pressed, true);
  }, [covered, choosing, act]);
}
