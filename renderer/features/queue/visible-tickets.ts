// Measures which tickets of a scrolling column can be seen, and how many lie below its edge.
import { useCallback, useEffect, useLayoutEffect, useState, type RefObject } from 'react';

export type Span = { top: number; bottom: number };
/** A ticket, and the button of its next step where it has one. */
export type Box = Span & { id: string; button: Span | null };
export type Visible = { seen: string[]; below: number };

/** So many pixels may be cut off without anything being hidden. */
const tolerance = 16;

/**
 * Seen are the tickets whose next step can be pressed; below are those that are cut off by the lower edge.
 * All in the same coordinates.
 */
export function visibleOf(boxes: readonly Box[], frame: Span): Visible {
  const seen = boxes
    .filter(({ button }) => button !== null && middle(button) > frame.top && middle(button) < frame.bottom)
    .map(({ id }) => id);
  const below = boxes.filter(({ bottom }) => bottom - tolerance > frame.bottom).length;
  return { seen, below };
}

const middle = ({ top, bottom }: Span): number => (top + bottom) / 2;

const same = (a: Visible, b: Visible): boolean => a.below === b.below && a.seen.join() === b.seen.join();

/** Measures the tickets (`[data-order]`) of a list when it scrolls, changes or is resized; at most once a frame. */
export function useVisibleTickets(
  list: RefObject<HTMLElement | null>,
  order: readonly string[],
  lanes: number,
): Visible | null {
  const [visible, setSight] = useState<Visible | null>(null);
  const signature = order.join();

  const measure = useCallback(() => {
    const element = list.current;
    if (!element) return;
    const frame = element.getBoundingClientRect();
    const boxOf = new Map<string, Box>();
    for (const ticket of element.querySelectorAll<HTMLElement>('[data-order]')) {
      const id = ticket.dataset['order'] ?? '';
      const { top, bottom } = ticket.getBoundingClientRect();
      // What is far out of sight is not laid out by the browser; asking would make it.
      const near = bottom > frame.top && top < frame.bottom;
      const button = near ? ticket.querySelector('[data-step="next"]') : null;
      boxOf.set(id, { id, top, bottom, button: button?.getBoundingClientRect() ?? null });
    }
    const boxes = signature
      .split(',')
      .map((id) => boxOf.get(id))
      .filter((box) => box !== undefined);
    const next = visibleOf(boxes, frame);
    setSight((before) => (before && same(before, next) ? before : next));
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
  return visible;
}
