// Hands out the keys 1 to 9 over all columns, whenever what can be seen in them has changed.
import { useCallback, useEffect, useRef, useState } from 'react';
import { assignKeys, noKeys, restMs, sameKeys, type TicketKeys } from './ticket-keys.ts';

/** The columns in reading order. */
const reading = ['new', 'preparing', 'ready', 'later', 'closed'];

export function useKeys(): {
  board: TicketKeys;
  onVisible: (column: string, seen: readonly string[]) => void;
} {
  const [board, setBoard] = useState<TicketKeys>(noKeys);
  const seen = useRef(new Map<string, readonly string[]>());
  const latest = useRef<TicketKeys>(noKeys);

  const assign = useCallback(() => {
    const visible = reading.flatMap((column) => seen.current.get(column) ?? []);
    const next = assignKeys(latest.current, visible, performance.now());
    const changed = !sameKeys(latest.current, next);
    latest.current = next;
    if (changed) setBoard(next);
  }, []);

  // Once a frame: what all columns show together decides, not which of them was measured first.
  const frame = useRef(0);
  const onVisible = useCallback(
    (column: string, ids: readonly string[]) => {
      seen.current.set(column, ids);
      cancelAnimationFrame(frame.current);
      frame.current = requestAnimationFrame(assign);
    },
    [assign],
  );

  // A key that rested is handed out again.
  useEffect(() => {
    const timer = setTimeout(assign, restMs + 50);
    return () => clearTimeout(timer);
  }, [assign, board]);

  return { board, onVisible };
}
