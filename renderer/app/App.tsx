// The window: its language, colours, size and title, and in it the screens and what is read aloud.
import { useEffect, useLayoutEffect, useSyncExternalStore } from 'react';
import { BellButton } from '../features/bell/BellButton.tsx';
import { useSpaceStopsBell } from '../features/bell/space-key.ts';
import { useWords, WordsProvider } from '../i18n/words.tsx';
import { Announcer } from './Announcer.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { useCommands, useConsole, useNavigation, useView } from './hooks.ts';
import { ScreenStack } from './ScreenStack.tsx';
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
      <Window />
      <Announcer />
    </WordsProvider>
  );
}

function Window() {
  useWindowTitle();
  useCalledInbox();
  useCalledChat();
  useCalledProgram();
  const navigation = useNavigation();
  const commands = useCommands();
  const ringing = useView((view) => view.bell.ringing && view.device?.kind !== 'office');
  useSpaceStopsBell(ringing, commands.stopBell);
  useTouches(commands.touched);
  return (
    // What could not be drawn may be what was opened: drawn again, the window starts at home.
    <ErrorBoundary bell={<BellButton onlyWhileRinging />} onAgain={navigation.home}>
      <ScreenStack />
    </ErrorBoundary>
  );
}

/** What a notification on the desktop was about is brought into sight. */
function useCalledInbox(): void {
  const navigation = useNavigation();
  const focus = useView((view) => view.focus);
  useEffect(() => {
    if (focus !== null && 'inbox' in focus) navigation.open('inbox', { at: focus.inbox });
  }, [focus, navigation]);
}

/** Told once in a while: managers see which of their devices somebody stands at. */
const toldEveryMs = 60_000;

function useTouches(touched: () => void): void {
  useEffect(() => {
    let toldAt = Number.NEGATIVE_INFINITY;
    const tell = ({ timeStamp }: Event): void => {
      if (timeStamp - toldAt < toldEveryMs) return;
      toldAt = timeStamp;
      touched();
    };
    addEventListener('pointerdown', tell, true);
    addEventListener('keydown', tell, true);
    return () => {
      removeEventListener('pointerdown', tell, true);
      removeEventListener('keydown', tell, true);
    };
  }, [touched]);
}

/** So is the chat that one led to. */
function useCalledChat(): void {
  const navigation = useNavigation();
  const { store } = useConsole();
  const n = useView(({ chat }) => chat?.focus?.n ?? 0);
  useEffect(() => {
    const chatting = store.get()?.chat;
    const called = chatting?.focus?.chat;
    if (n === 0 || chatting == null || called === undefined) return;
    if (called === chatting.own) navigation.open('chat');
    else navigation.open('order', { order: called, chat: true });
  }, [n, store, navigation]);
}

/** So is what the program asks before it, or its window, goes. */
function useCalledProgram(): void {
  const navigation = useNavigation();
  const asked = useView(({ program }) => program.quitAsked !== null);
  const closing = useView(({ program }) => program.closing !== null);
  const code = useView(({ program }) => program.codeAsked);
  useEffect(() => {
    if (asked) navigation.open('quit');
  }, [asked, navigation]);
  useEffect(() => {
    if (closing) navigation.open('closing');
  }, [closing, navigation]);
  useEffect(() => {
    if (code > 0) navigation.open('exit-kiosk');
  }, [code, navigation]);
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

const systemTheme = matchMedia('(prefers-color-scheme: dark)');
function watchSystemTheme(changed: () => void): () => void {
  systemTheme.addEventListener('change', changed);
  return () => systemTheme.removeEventListener('change', changed);
}
