// Asks whether quitting is meant, and says what it means; left alone it stays.
import { useEffect, useRef } from 'react';
import { useCommands, useNow, useView } from '../../app/hooks.ts';
import { useWords } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import styles from './Leaving.module.css';

export function QuitSheet({ onClose }: { onClose: () => void }) {
  const { t, f } = useWords();
  const commands = useCommands();
  const until = useView(({ program }) => program.quitAsked?.until ?? null);
  const waiting = useView((view) => view.bell.unaccepted);
  const skew = useView((view) => view.skewMs);
  const ends = useRef<HTMLDivElement>(null);
  // The question stands by this computer's own clock.
  const left = useNow((now) =>
    until === null ? 0 : Math.max(0, Math.ceil((Date.parse(until) - (now - skew)) / 1000)),
  );
  useEffect(() => ends.current?.querySelector<HTMLElement>('button:last-child')?.focus(), []);
  // However it is closed: whoever did not say yes stays.
  useEffect(() => () => commands.stay(), [commands]);
  return (
    <Sheet title={t('quit.title')} closeLabel={t('quit.stay')} side="middle" onClose={onClose}>
      <p className={styles.said}>
        <Icon name="bellOff" />
        {t('quit.means')}
      </p>
      {waiting === 0 ? null : (
        <p className={styles.said}>
          <Icon name="warn" />
          <b>{t('quit.waiting', { count: waiting })}</b>
        </p>
      )}
      <p className={styles.small} aria-hidden="true">
        {t('quit.byItself', { time: f.seconds(left) })}
      </p>
      <div ref={ends} className={styles.ends}>
        <Button look="side" onClick={() => commands.quitAnyway()}>
          {t('quit.now')}
        </Button>
        <Button look="main" className={styles.main} onClick={onClose}>
          {t('quit.stay')}
        </Button>
      </div>
    </Sheet>
  );
}
