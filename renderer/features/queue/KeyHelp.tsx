// Which key does what: along the foot of the window, and in full behind "?".
import { useView } from '../../app/hooks.ts';
import { useWords } from '../../i18n/words.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import styles from './Keys.module.css';

const shown = ['next', 'undo', 'bell', 'search', 'help'] as const;
const all = ['next', 'open', 'undo', 'bell', 'search', 'history', 'inbox', 'help', 'escape', 'tab'] as const;
const signs = {
  next: '1–9',
  open: 'O 1–9',
  history: 'H',
  inbox: 'M',
  undo: 'U',
  bell: 'Space',
  search: '/',
  help: '?',
  escape: 'Esc',
  tab: 'Tab',
} as const;

/** From an office the bell is not stopped. */
const useIsOffice = (): boolean => useView(({ device }) => device?.kind === 'office');

export function KeyLine() {
  const { t } = useWords();
  const isOffice = useIsOffice();
  const offered = shown.filter((key) => key !== 'bell' || !isOffice);
  return (
    <p className={styles.line}>
      {offered.map((key) => (
        <span key={key}>
          <kbd>{key === 'bell' ? t('keys.space') : signs[key]}</kbd> {t(`keys.${key}`)}
        </span>
      ))}
    </p>
  );
}

export function KeyHelp({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const hasInbox = useView(({ inbox }) => inbox !== null);
  const isOffice = useIsOffice();
  return (
    <Sheet title={t('keys.title')} closeLabel={t('keys.close')} side="middle" onClose={onClose}>
      <dl className={styles.all}>
        {all
          .filter((key) => (key !== 'inbox' || hasInbox) && (key !== 'bell' || !isOffice))
          .map((key) => (
            <div key={key}>
              <dt>
                <kbd>{key === 'bell' ? t('keys.space') : signs[key]}</kbd>
              </dt>
              <dd>{t(`keys.${key}`)}</dd>
            </div>
          ))}
      </dl>
    </Sheet>
  );
}
