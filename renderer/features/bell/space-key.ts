// The space bar stops a bell that rings, wherever the focus is, except where somebody types.
import { useEffect, useRef } from 'react';

export type SpaceDown = {
  ringing: boolean;
  /** The key is held, and this is not its first sign. */
  repeat: boolean;
  modified: boolean;
  /** Somebody types into a field: a space is a space. */
  inText: boolean;
};

/** `swallow`: the key has stopped the bell already, and while it stays down it presses nothing else. */
export function spaceDown({ ringing, repeat, modified, inText }: SpaceDown, taken: boolean) {
  if (taken && repeat) return 'swallow';
  return ringing && !repeat && !modified && !inText ? 'stop-bell' : 'leave';
}

const pressedBySpace = 'button, [role="menuitem"], a[href]';
const inputsWithoutText = new Set([
  'button',
  'checkbox',
  'color',
  'file',
  'image',
  'radio',
  'range',
  'reset',
  'submit',
]);

function takesText(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !inputsWithoutText.has(target.type);
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLElement && target.isContentEditable);
}

const canBePressed = (target: EventTarget | null): boolean =>
  target instanceof Element && target.matches(pressedBySpace);

/** Listens on the window, before every button, menu and field. */
export function useSpaceStopsBell(ringing: boolean, stopBell: () => void): void {
  const taken = useRef(false);
  const walking = useRef(false);
  useEffect(() => {
    const keep = (event: KeyboardEvent): void => {
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    const pressed = (event: KeyboardEvent): void => {
      if (event.key === 'Tab') walking.current = true;
      if (event.key !== ' ') return;
      const { repeat, target } = event;
      const modified = event.ctrlKey || event.metaKey || event.altKey;
      const answer = spaceDown({ ringing, repeat, modified, inText: takesText(target) }, taken.current);
      if (!repeat) taken.current = answer === 'stop-bell';
      if (answer === 'leave') return;
      keep(event);
      if (answer === 'stop-bell') stopBell();
    };
    const released = (event: KeyboardEvent): void => {
      if (event.key !== ' ') return;
      // A button left focused by a mouse would take the Space that means the bell: keyup is what presses it.
      if (taken.current || (!walking.current && canBePressed(event.target))) keep(event);
      taken.current = false;
    };
    const pointed = (): void => {
      walking.current = false;
    };
    addEventListener('pointerdown', pointed, true);
    addEventListener('keydown', pressed, true);
    addEventListener('keyup', released, true);
    return () => {
      removeEventListener('pointerdown', pointed, true);
      removeEventListener('keydown', pressed, true);
      removeEventListener('keyup', released, true);
    };
  }, [ringing, stopBell]);
}
