// How many lanes of tickets fit into a column.
import { useLayoutEffect, useState, type RefObject } from 'react';

const px = (value: string): number => Number.parseFloat(value) || 0;

export function useLaneCount(list: RefObject<HTMLElement | null>): number {
  const [lanes, setLanes] = useState(1);
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return undefined;
    const count = (): void => {
      const style = getComputedStyle(element);
      const room = element.clientWidth - px(style.paddingLeft) - px(style.paddingRight);
      const ticket = px(style.getPropertyValue('--ticket-min'));
      const gap = px(style.getPropertyValue('--ticket-gap'));
      if (ticket > 0) setLanes(Math.max(1, Math.floor((room + gap) / (ticket + gap))));
    };
    count();
    const resized = new ResizeObserver(count);
    resized.observe(element);
    return () => resized.disconnect();
  }, [list]);
  return lanes;
}
