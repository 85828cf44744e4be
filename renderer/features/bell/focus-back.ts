// Gives the focus back to where it came from when a button goes away under it.
import { useCallback, useEffect, useRef, type FocusEvent } from 'react';

export function useFocusBack(isThere: boolean): (event: FocusEvent) => void {
  const from = useRef<EventTarget | null>(null);
  useEffect(() => {
    if (!isThere) return undefined;
    return () => {
      const { current } = from;
      from.current = null;
      if (document.activeElement !== document.body) return;
      // Walked to from the end of the page, it came from nowhere: then it goes to the panel on top.
      const target = current ?? [...document.querySelectorAll('dialog')].at(-1);
      if (target instanceof HTMLElement) target.focus({ preventScroll: true });
    };
  }, [isThere]);
  return useCallback(({ relatedTarget }: FocusEvent) => {
    from.current = relatedTarget;
  }, []);
}
