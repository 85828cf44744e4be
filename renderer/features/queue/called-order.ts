// Turns the screen to the order whose notification somebody clicked.
import { useEffect } from 'react';
import { useConsole, useView } from '../../app/hooks.ts';
import type { Tab } from './TopBar.tsx';

/** A notification was clicked: its order is brought into sight, wherever it stands, and opened. */
export function useCalledOrder(setTab: (tab: Tab) => void, setQuery: (query: string) => void): string | null {
  const focus = useView((view) => view.focus);
  const called = focus !== null && 'order' in focus ? focus.order : null;
  const { store, navigation } = useConsole();
  useEffect(() => {
    if (called === null) return undefined;
    const view = store.get();
    const wanted =
      view?.orders.find(({ order }) => order.id === called) ??
      view?.unreadable.find(({ id }) => id === called);
    if (!wanted) return undefined;
    setQuery('');
    setTab(wanted.column === 'later' || wanted.column === 'closed' ? wanted.column : 'queue');
    let frames = 30;
    // Its place in the queue first: that is where one is when it is closed again.
    const seek = (): void => {
      const ticket = document.querySelector<HTMLElement>(`[data-order="${CSS.escape(called)}"]`);
      if (ticket === null && (frames -= 1) > 0) {
        frame = requestAnimationFrame(seek);
        return;
      }
      ticket?.scrollIntoView({ block: 'center' });
      ticket?.focus({ preventScroll: true });
      if (ticket) ticket.dataset['called'] = '';
      // It lies over whatever else is open.
      navigation.open('order', { order: called });
    };
    let frame = requestAnimationFrame(seek);
    return () => cancelAnimationFrame(frame);
  }, [focus, called, navigation, setQuery, setTab, store]);
  return called;
}
