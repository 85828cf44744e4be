// Brings the queue back when a bell rings and nobody touches the screen.
import { useEffect, useRef } from 'react';
import { useConsole, useNow, useView } from '../../app/hooks.ts';

/** Untouched for so long, the screen is nobody's. */
const untouchedMs = 20_000;

/** A new order must be seen where it is heard: other views and searches do not outlast a bell nobody answers. */
export function useReturnToQueue(away: boolean, back: () => void): void {
  const ringing = useView((view) => view.bell.ringing);
  const { clock } = useConsole();
  const touched = useRef(clock.now());
  useEffect(() => {
    const touch = (): void => {
      touched.current = clock.now();
    };
    for (const sign of ['pointerdown', 'pointermove', 'keydown', 'wheel'])
      addEventListener(sign, touch, true);
    return () => {
      for (const sign of ['pointerdown', 'pointermove', 'keydown', 'wheel'])
        removeEventListener(sign, touch, true);
    };
  }, [clock]);
  const alone = useNow((now) => ringing && away && now - touched.current > untouchedMs);
  useEffect(() => {
    if (alone) back();
  }, [alone, back]);
}
