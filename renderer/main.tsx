// Boots the window: finds the bridge, follows the view, ticks while somebody looks, draws.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { CounterbellWindow } from '../contract/ipc.ts';
import { App } from './app/App.tsx';
import { createClock } from './app/clock.ts';
import { createCommands } from './app/commands.ts';
import { createDrafts } from './app/drafts.ts';
import { rememberFocus } from './app/focus.ts';
import { ConsoleContext } from './app/hooks.ts';
import { createNavigation } from './app/navigation.ts';
import { NoBridge } from './app/NoBridge.tsx';
import { createQueries } from './app/queries.ts';
import { createViewStore } from './app/view-store.ts';
import './ui/tokens.css';
import './ui/base.css';

declare global {
  interface Window {
    counterbell?: CounterbellWindow;
  }
}

function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

function every(ms: number, run: () => void): () => void {
  const timer = setInterval(run, ms);
  return () => clearInterval(timer);
}

function boot(api: CounterbellWindow) {
  const store = createViewStore(api, { after });
  const clock = createClock({ now: Date.now, every });
  const commands = createCommands({ api, view: store.get, onView: store.subscribe, after });
  const queries = createQueries({ ask: api.ask, cancelQuery: api.cancelQuery, after });
  const navigation = createNavigation({
    history,
    onPopState: (listener) => addEventListener('popstate', ({ state }) => listener(state)),
    rememberFocus,
  });
  const drafts = createDrafts(store);
  store.subscribe(() => clock.setSkew(store.get()?.skewMs ?? 0));
  document.addEventListener('visibilitychange', () => (document.hidden ? clock.pause() : clock.resume()));
  store.start();
  return (
    <ConsoleContext value={{ store, clock, commands, queries, navigation, drafts }}>
      <App />
    </ConsoleContext>
  );
}

const root = document.querySelector('#root');
if (root) {
  const { counterbell } = window;
  createRoot(root).render(<StrictMode>{counterbell ? boot(counterbell) : <NoBridge />}</StrictMode>);
}
