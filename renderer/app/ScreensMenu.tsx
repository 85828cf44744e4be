// The way to the other screens: a menu with what waits behind each; where there is only one, its own button.
import { useMemo } from 'react';
import { useWords } from '../i18n/words.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Choice, Menu } from '../ui/Menu.tsx';
import { useCommands, useNavigation, useView } from './hooks.ts';
import type { PlainScreen } from './places.ts';
import { badgesOf, entriesFor, isNoKiosk, screens } from './screens.ts';
import styles from './ScreensMenu.module.css';

export function ScreensMenu() {
  const { t } = useWords();
  const navigation = useNavigation();
  const signature = useView((view) => entriesFor(view).join());
  const names = useMemo(() => signature.split(',') as PlainScreen[], [signature]);
  const waiting = useView(badgesOf);
  const [only] = names;
  if (names.length === 1 && only !== undefined && screens[only].entry !== null)
    return (
      <Button
        look="plain"
        aria-label={t(screens[only].entry.word)}
        aria-haspopup="dialog"
        onClick={() => navigation.open(only)}
      >
        <Icon name={screens[only].entry.icon} />
      </Button>
    );
  return (
    <Menu
      button={
        <Button
          look="plain"
          className={styles.menu}
          aria-label={waiting > 0 ? t('screens.menuWaiting', { number: waiting }) : t('screens.menu')}
        >
          <Icon name="menu" />
          {waiting > 0 ? (
            <span className={styles.badge} aria-hidden="true">
              {waiting}
            </span>
          ) : null}
        </Button>
      }
    >
      {names.map((name) => (
        <ScreenChoice key={name} name={name} />
      ))}
      <ProgramChoices />
    </Menu>
  );
}

function ScreenChoice({ name }: { name: PlainScreen }) {
  const { t } = useWords();
  const navigation = useNavigation();
  const { entry } = screens[name];
  const badge = useView((view) => entry?.badge(view) ?? 0);
  if (entry === null) return null;
  return (
    <Choice name={name} badge={badge} onChoose={() => navigation.open(name)}>
      <Icon name={entry.icon} /> {t(entry.word)}
    </Choice>
  );
}

/** What is done to the window and the program, and leads to no screen. */
function ProgramChoices() {
  const { t } = useWords();
  const commands = useCommands();
  const free = useView(isNoKiosk);
  const mayQuit = useView(({ settings }) => settings.quitting !== 'forbidden');
  if (!free) return null;
  return (
    <>
      <Choice name="full-screen" onChoose={commands.fullScreen}>
        <Icon name="fullScreen" /> {t('program.fullScreen')}
      </Choice>
      {mayQuit ? (
        <Choice name="quit" onChoose={commands.quit}>
          <Icon name="power" /> {t('quit.now')}
        </Choice>
      ) : null}
    </>
  );
}
