// Gives the focus back to where it came from when a button goes away under it.
import { useCallback, useEffect, useRef, type FocusEvent } from 'react';

export function useFocusBack(isThere: boolean): (event: FocusEvent) => void {
  const from = useRef<EventTarget | null>(null);
  useEffect(() => {
    if (!isThere) return undefined;
    return () => {
      const { current } = from;
      from.current = null;
      if (document.activeElement === document.body && current instanceof HTMLElement) current.focus();
    };
  }, [isThere]);
  return useCallback(({ relatedTarget }: FocusEvent) => {
    from.current = relatedTarget;
  }, []);
}
