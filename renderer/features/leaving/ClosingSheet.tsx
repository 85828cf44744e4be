// Says once where the window goes when it is closed: the console goes on, and rings.
import { useCommands, useView } from '../../app/hooks.ts';
import { useWords } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import styles from './Leaving.module.css';

export function ClosingSheet({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const commands = useCommands();
  const to = useView(({ program }) => program.closing ?? 'tray');
  return (
    <Sheet title={t('closing.title')} closeLabel={t('closing.keep')} side="middle" onClose={onClose}>
      <p className={styles.said}>
        <Icon name="bell" />
        {t(`closing.${to}`)}
      </p>
      <div className={styles.ends}>
        <Button look="side" onClick={onClose}>
          {t('closing.keep')}
        </Button>
        <Button look="main" className={styles.main} onClick={() => commands.closeWindow()}>
          {t('closing.close')}
        </Button>
      </div>
    </Sheet>
  );
}
