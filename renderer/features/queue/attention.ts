// Where the screen turns by itself: to an order somebody clicked on, and back to the queue when a bell rings unheard.
import { useEffect, useRef } from 'react';
import { useConsole, useNow, useView } from '../../app/hooks.ts';
import type { Tab } from './TopBar.tsx';

/** A notification was clicked: its order is brought into sight, wherever it stands and whatever was searched for. */
export function useCalledOrder(setTab: (tab: Tab) => void, setQuery: (query: string) => void): string | null {
  const focus = useView((view) => view.focus);
  const { store } = useConsole();
  useEffect(() => {
    if (!focus) return undefined;
    const view = store.get();
    const wanted =
      view?.orders.find(({ order }) => order.id === focus.order) ??
      view?.unreadable.find(({ id }) => id === focus.order);
    if (!wanted) return undefined;
    setQuery('');
    setTab(wanted.column === 'later' || wanted.column === 'closed' ? wanted.column : 'queue');
    let frames = 30;
    const seek = (): void => {
      const ticket = document.querySelector<HTMLElement>(`[data-order="${CSS.escape(focus.order)}"]`);
      if (ticket) {
        ticket.scrollIntoView({ block: 'center' });
        ticket.focus({ preventScroll: true });
        ticket.dataset['called'] = '';
      } else if ((frames -= 1) > 0) frame = requestAnimationFrame(seek);
    };
    let frame = requestAnimationFrame(seek);
    return () => cancelAnimationFrame(frame);
  }, [focus, setQuery, setTab, store]);
  return focus?.order ?? null;
}

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
