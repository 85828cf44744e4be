// What a key does in the queue, for keyboards and bump bars; never while somebody types.
import { useEffect } from 'react';

export type KeyAct = { kind: 'next'; key: number } | { kind: 'undo' | 'stop-bell' | 'search' | 'help' };

export type KeyState = {
  typing: boolean;
  /** A panel or menu is open and has the keys to itself. */
  covered: boolean;
  ringing: boolean;
  /** Somebody walks with Tab and stands on a button: Space presses that button. */
  onControl: boolean;
};

type Pressed = { key: string; repeat: boolean; modified: boolean };

export function keyAct({ key, repeat, modified }: Pressed, state: KeyState): KeyAct | null {
  if (state.typing || state.covered || repeat || modified) return null;
  if (/^[1-9]$/.test(key)) return { kind: 'next', key: Number(key) };
  // Eastern Arabic digits of an Arabic keyboard.
  if (/^[١-٩]$/.test(key)) return { kind: 'next', key: (key.codePointAt(0) ?? 0) - 0x660 };
  if (key === ' ') return state.ringing && !state.onControl ? { kind: 'stop-bell' } : null;
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
const controls = 'button, [role="menuitem"], a[href]';
const covers = 'dialog[open], [role="menu"]';

/** Listens on the window. The last of pointer or Tab decides whose Space it is. */
export function useBumpBar(ringing: boolean, act: (act: KeyAct) => void): void {
  useEffect(() => {
    let walking = false;
    const pointed = (): void => {
      walking = false;
    };
    const pressed = (event: KeyboardEvent): void => {
      if (event.key === 'Tab') walking = true;
      const target = event.target instanceof Element ? event.target : document.body;
      const found = keyAct(
        {
          key: event.key,
          repeat: event.repeat,
          modified: event.ctrlKey || event.metaKey || event.altKey,
        },
        {
          typing: target.matches(fields),
          covered: document.querySelector(covers) !== null,
          ringing,
          onControl: walking && target.matches(controls),
        },
      );
      if (!found) return;
      event.preventDefault();
      act(found);
    };
    // A button left focused by a mouse would take the Space that means the bell: keyup is what presses it.
    const released = (event: KeyboardEvent): void => {
      const target = event.target instanceof Element ? event.target : document.body;
      if (event.key === ' ' && !walking && target.matches(controls)) event.preventDefault();
    };
    addEventListener('pointerdown', pointed, true);
    addEventListener('keydown', pressed, true);
    addEventListener('keyup', released, true);
    return () => {
      removeEventListener('pointerdown', pointed, true);
      removeEventListener('keydown', pressed, true);
      removeEventListener('keyup', released, true);
    };
  }, [ringing, act]);
}
