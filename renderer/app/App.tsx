// Which screen the window shows, in which language, colours and size.
import { useEffect, useLayoutEffect, useState, useSyncExternalStore } from 'react';
import { SetupScreen } from '../features/setup/SetupScreen.tsx';
import { QueueScreen } from '../features/queue/QueueScreen.tsx';
import { PersonChip } from '../features/person/PersonChip.tsx';
import { SettingsButton } from '../features/settings/SettingsDrawer.tsx';
import { Banner } from '../features/status/Banner.tsx';
import { Failures, Notices, PauseBar } from '../features/status/Notices.tsx';
import { StatusPill } from '../features/status/StatusPill.tsx';
import { useWords, WordsProvider } from '../i18n/words.tsx';
import { Announcer } from './Announcer.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { useConsole, useView } from './hooks.ts';
import styles from './App.module.css';

export function App() {
  const { store } = useConsole();
  const ready = useSyncExternalStore(store.subscribe, () => store.get() !== null);
  return ready ? (
    <Ready />
  ) : (
    <WordsProvider setting="system" timeZone={null}>
      <Opening />
    </WordsProvider>
  );
}

function Opening() {
  const { t } = useWords();
  const { store } = useConsole();
  const failing = useSyncExternalStore(store.subscribe, () => store.failures() > 1);
  return (
    <main className={styles.opening}>
      <p role="status">{t(failing ? 'boot.failing' : 'boot.loading')}</p>
    </main>
  );
}

function Ready() {
  const settings = useView((view) => view.settings);
  const timeZone = useView((view) => view.restaurant?.timeZone ?? null);
  const dark = useSyncExternalStore(watchSystemTheme, () => systemTheme.matches);
  const theme = settings.theme === 'system' ? (dark ? 'dark' : 'light') : settings.theme;
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = theme;
    document.documentElement.dataset['density'] = settings.density;
  }, [theme, settings.density]);
  return (
    <WordsProvider setting={settings.language} timeZone={timeZone}>
      <ErrorBoundary>
        <Screen />
      </ErrorBoundary>
      <Announcer />
    </WordsProvider>
  );
}

/** The taskbar shows it while the window is behind others. */
function useWindowTitle(): void {
  const { t } = useWords();
  const waiting = useView((view) => view.bell.unaccepted);
  const name = t('setup.product');
  const title = waiting > 0 ? `${t('bell.new', { count: waiting })} · ${name}` : name;
  useEffect(() => {
    document.title = title;
  }, [title]);
}

function Screen() {
  useWindowTitle();
  const { word, since } = useView(({ status }) => status);
  // Signed out, but not sent away: the orders that are here stay readable until somebody wants to connect again.
  const readable = useView(({ device, orders }) => device !== null && orders.length > 0);
  const [connectingSince, setConnectingSince] = useState('');
  const away = word === 'signed-out' && (!readable || connectingSince === since);
  if (word === 'not-enrolled' || away)
    return <SetupScreen settings={<SettingsButton />} bars={<Notices />} />;
  return (
    <QueueScreen
      person={<PersonChip />}
      status={<StatusPill />}
      settings={<SettingsButton />}
      bars={
        <>
          <Banner onConnect={() => setConnectingSince(since)} />
          <PauseBar />
          <Notices />
          <Failures />
        </>
      }
      foot={<Restaurant />}
    />
  );
}

function Restaurant() {
  const name = useView((view) => view.restaurant?.name ?? '');
  return (
    <p>
      <bdi>{name}</bdi>
    </p>
  );
}

const systemTheme = matchMedia('(prefers-color-scheme: dark)');
function watchSystemTheme(changed: () => void): () => void {
  systemTheme.addEventListener('change', changed);
  return () => systemTheme.removeEventListener('change', changed);
}
