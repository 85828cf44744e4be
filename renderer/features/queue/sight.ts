// What of a scrolling column can be seen: which tickets, and how many lie below its edge.
import { useCallback, useEffect, useLayoutEffect, useState, type RefObject } from 'react';

export type Box = { id: string; top: number; bottom: number };
export type Sight = { seen: string[]; below: number };

/** A ticket counts as seen when so much of it shows that its number and its buttons do. */
const enough = 96;

/** `boxes` and `bottom` in the same coordinates; `top` is the upper edge of what shows. */
export function sightOf(boxes: readonly Box[], top: number, bottom: number): Sight {
  const seen: string[] = [];
  let below = 0;
  for (const box of boxes) {
    const shown = Math.min(box.bottom, bottom) - Math.max(box.top, top);
    if (shown >= Math.min(enough, box.bottom - box.top)) seen.push(box.id);
    else if (box.bottom > bottom) below += 1;
  }
  return { seen, below };
}

const same = (a: Sight, b: Sight): boolean => a.below === b.below && a.seen.join() === b.seen.join();

/** Measures the tickets (`[data-order]`) of a list when it scrolls, changes or is resized; at most once a frame. */
export function useSight(
  list: RefObject<HTMLElement | null>,
  order: readonly string[],
  lanes: number,
): Sight {
  const [sight, setSight] = useState<Sight>({ seen: [], below: 0 });
  const signature = order.join();

  const measure = useCallback(() => {
    const element = list.current;
    if (!element) return;
    const frame = element.getBoundingClientRect();
    const boxOf = new Map<string, Box>();
    for (const ticket of element.querySelectorAll<HTMLElement>('[data-order]')) {
      const id = ticket.dataset['order'] ?? '';
      const { top, bottom } = ticket.getBoundingClientRect();
      boxOf.set(id, { id, top, bottom });
    }
    const boxes = signature
      .split(',')
      .map((id) => boxOf.get(id))
      .filter((box) => box !== undefined);
    const next = sightOf(boxes, frame.top, frame.bottom);
    setSight((before) => (same(before, next) ? before : next));
  }, [list, signature]);

  // Other lanes are another picture, too.
  useLayoutEffect(measure, [measure, lanes]);
  useEffect(() => {
    const element = list.current;
    if (!element) return undefined;
    let frame = 0;
    const soon = (): void => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(measure);
    };
    const resized = new ResizeObserver(soon);
    resized.observe(element);
    for (const lane of element.children) resized.observe(lane);
    element.addEventListener('scroll', soon, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      resized.disconnect();
      element.removeEventListener('scroll', soon);
    };
  }, [list, measure]);
  return sight;
}
