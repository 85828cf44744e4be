// Turns the screen to the order whose notification somebody clicked.
import { useEffect } from 'react';
import { useConsole, useView } from '../../app/hooks.ts';
import type { Tab } from './TopBar.tsx';

/** A notification was clicked: its order is brought into visible, wherever it stands and whatever was searched for. */
export function useCalledOrder(setTab: (tab: Tab) => void, setQuery: (query: string) => void): string | null {
  const focus = useView((view) => view.focus);
  const { store, navigation } = useConsole();
  useEffect(() => {
    if (!focus) return undefined;
    const view = store.get();
    const wanted =
      view?.orders.find(({ order }) => order.id === focus.order) ??
      view?.unreadable.find(({ id }) => id === focus.order);
    if (!wanted) return undefined;
    // Nothing may lie over what was asked for.
    navigation.home();
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
  }, [focus, navigation, setQuery, setTab, store]);
  return focus?.order ?? null;
}
