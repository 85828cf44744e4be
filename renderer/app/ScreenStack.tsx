// Draws the home screen and what was opened over it; lets the Escape key close, and gives the focus to what lies on top.
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore, type ComponentType } from 'react';
import { CoveredContext, useNavigation, useView } from './hooks.ts';
import type { Opened } from './navigation.ts';
import { ScreensMenu } from './ScreensMenu.tsx';
import { homeOf, screens } from './screens.ts';

export function ScreenStack() {
  const navigation = useNavigation();
  const opened = useSyncExternalStore(navigation.subscribe, navigation.opened);
  useEscape();
  useClosing(opened);
  const usual = useView(homeOf);
  const allowed = useAllowed(opened);
  const lastHome = allowed.findLastIndex(({ screen }) => screens[screen].lies === 'home');
  const home = screens[allowed[lastHome]?.screen ?? usual];
  const over = allowed.slice(lastHome + 1);
  return (
    <>
      <CoveredContext value={over.length > 0}>
        {home.lies === 'home' ? <home.component menu={<ScreensMenu />} /> : null}
      </CoveredContext>
      {over.map((one, index) => (
        <Over key={one.id} opened={one} onTop={index === over.length - 1} />
      ))}
    </>
  );
}

/** Up to the first that may not be seen (any more): what was opened from it goes with it. */
function useAllowed(opened: readonly Opened[]): readonly Opened[] {
  const count = useView((view) => {
    const refused = opened.findIndex(({ screen }) => !screens[screen].maySee(view));
    return refused < 0 ? opened.length : refused;
  });
  return useMemo(() => opened.slice(0, count), [opened, count]);
}

/** What may not be seen any more is closed for good. */
function useClosing(opened: readonly Opened[]): void {
  const navigation = useNavigation();
  const refused = opened[useAllowed(opened).length];
  useEffect(() => {
    if (refused) navigation.close(refused.id);
  }, [navigation, refused]);
}

function useEscape(): void {
  const navigation = useNavigation();
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      // A menu or a field inside of the screen had a use for it.
      if (event.key === 'Escape' && !event.defaultPrevented && !event.isComposing) navigation.back();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [navigation]);
}

function Over({ opened, onTop }: { opened: Opened; onTop: boolean }) {
  const navigation = useNavigation();
  const frame = useRef<HTMLDivElement>(null);
  const { id, told, giveBack } = opened;
  const onClose = useCallback(() => navigation.close(id), [navigation, id]);
  useEffect(() => {
    const { current } = frame;
    if (current && !current.contains(document.activeElement))
      current.querySelector<HTMLElement>('dialog')?.focus({ preventScroll: true });
    return giveBack;
  }, [giveBack]);
  // The table pairs each screen with what it is told; that the two still go together here is known to `open` alone.
  const Component = screens[opened.screen].component as ComponentType<{ onClose: () => void }>;
  return (
    <div ref={frame} inert={!onTop}>
      <Component {...told} onClose={onClose} />
    </div>
  );
}
