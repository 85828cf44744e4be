// Keeps a ticket that has just moved onto the place of another from taking a touch for a moment: a second tap, or a
// finger already on its way, must not press a button that was not there.
import { useLayoutEffect, useRef, type RefObject } from 'react';

export type Place = { left: number; top: number; right: number; bottom: number };

export const settleMs = 400;

const overlap = (a: Place, b: Place): boolean =>
  a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;

/** The tickets that now stand where another one stood before. */
export function displaced(before: ReadonlyMap<string, Place>, after: ReadonlyMap<string, Place>): string[] {
  return [...after]
    .filter(([id, place]) => [...before].some(([other, was]) => other !== id && overlap(place, was)))
    .map(([id]) => id);
}

export function useSettling(list: RefObject<HTMLElement | null>, ids: readonly string[]): void {
  const before = useRef<ReadonlyMap<string, Place>>(new Map());
  const signature = ids.join();
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return undefined;
    const tickets = [...element.querySelectorAll<HTMLElement>('[data-order]')];
    const after = new Map(tickets.map((ticket) => [ticket.dataset['order'] ?? '', placeOf(ticket)]));
    const moved = new Set(displaced(before.current, after));
    before.current = after;
    const settling = tickets.filter((ticket) => moved.has(ticket.dataset['order'] ?? ''));
    for (const ticket of settling) ticket.dataset['settling'] = '';
    const timer = setTimeout(() => {
      for (const ticket of settling) delete ticket.dataset['settling'];
    }, settleMs);
    return () => {
      clearTimeout(timer);
      for (const ticket of settling) delete ticket.dataset['settling'];
    };
  }, [list, signature]);
}

/** In the list's own coordinates: scrolling is not moving. */
function placeOf({ offsetLeft, offsetTop, offsetWidth, offsetHeight }: HTMLElement): Place {
  return {
    left: offsetLeft,
    top: offsetTop,
    right: offsetLeft + offsetWidth,
    bottom: offsetTop + offsetHeight,
  };
}
