// Which rows of a long list are drawn: those in sight, some around them, and the one that has the focus.
import { useCallback, useEffect, useLayoutEffect, useState, type RefObject } from 'react';

export type Slice = { first: number; last: number };

/** So many rows above and below what is in sight, so that scrolling shows no gaps. */
const around = 8;

export function sliceOf(top: number, height: number, row: number, count: number): Slice {
  if (!(row > 0)) return { first: 0, last: Math.min(count, 1) - 1 };
  const first = Math.max(0, Math.floor(top / row) - around);
  const last = Math.min(count - 1, Math.ceil((top + height) / row) + around);
  return { first: Math.min(first, Math.max(0, last)), last };
}

/** The row one stands on is drawn wherever it is: its focus must not be lost by scrolling. */
export function drawnRows({ first, last }: Slice, active: number, count: number): number[] {
  const drawn = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
  if (active < 0 || active >= count || (active >= first && active <= last)) return drawn;
  return active < first ? [active, ...drawn] : [...drawn, active];
}

export type VisibleRows = { slice: Slice; rowHeight: number; scrollTo: (index: number) => void };

/** `--row` on the list says how tall a row is. */
export function useVisibleRows(list: RefObject<HTMLElement | null>, count: number): VisibleRows {
  const [{ top, height, row }, setMeasures] = useState({ top: 0, height: 0, row: 0 });

  const measure = useCallback(() => {
    const element = list.current;
    if (!element) return;
    const next = {
      top: element.scrollTop,
      height: element.clientHeight,
      row: Number.parseFloat(getComputedStyle(element).getPropertyValue('--row')),
    };
    setMeasures((before) =>
      before.top === next.top && before.height === next.height && before.row === next.row ? before : next,
    );
  }, [list]);

  useLayoutEffect(measure, [measure, count]);
  useEffect(() => {
    const element = list.current;
    if (!element) return undefined;
    const resized = new ResizeObserver(measure);
    resized.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      resized.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [list, measure]);

  const scrollTo = useCallback(
    (index: number) => {
      const element = list.current;
      if (!element || row <= 0) return;
      const at = index * row;
      if (at < element.scrollTop) element.scrollTop = at;
      else if (at + row > element.scrollTop + element.clientHeight)
        element.scrollTop = at + row - element.clientHeight;
    },
    [list, row],
  );
  return { slice: sliceOf(top, height, row, count), rowHeight: row, scrollTo };
}
