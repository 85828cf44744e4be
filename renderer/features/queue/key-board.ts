// Gathers what each column shows and hands out the keys 1 to 9.
import { useCallback, useEffect, useRef, useState } from 'react';
import { assignKeys, noKeys, restMs, sameKeys, type KeyBoard } from './keys.ts';

/** The columns in reading order. */
const reading = ['new', 'preparing', 'ready', 'later', 'closed'];

export function useKeys(): {
  board: KeyBoard;
  onSight: (column: string, seen: readonly string[]) => void;
} {
  const [board, setBoard] = useState<KeyBoard>(noKeys);
  const seen = useRef(new Map<string, readonly string[]>());
  const latest = useRef<KeyBoard>(noKeys);

  const assign = useCallback(() => {
    const inSight = reading.flatMap((column) => seen.current.get(column) ?? []);
    const next = assignKeys(latest.current, inSight, performance.now());
    const changed = !sameKeys(latest.current, next);
    latest.current = next;
    if (changed) setBoard(next);
  }, []);

  // Once a frame: what all columns show together decides, not which of them was measured first.
  const frame = useRef(0);
  const onSight = useCallback(
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

  return { board, onSight };
}
