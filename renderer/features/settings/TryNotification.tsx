// Shows a notification that is about nothing, and says how it was shown and what to do when it was not.
import { useState } from 'react';
import { notificationPlace, type Shown } from '../../app/commands.ts';
import { useBusy, useCommands, useProblem } from '../../app/hooks.ts';
import { useWords } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import styles from './Settings.module.css';

export function TryNotification() {
  const { t } = useWords();
  const commands = useCommands();
  const busy = useBusy(notificationPlace);
  const problem = useProblem(notificationPlace);
  const [shown, setShown] = useState<Shown | null>(null);
  const said = problem === null ? shown : 'not-shown';
  return (
    <div className={styles.row}>
      <Button look="plain" busy={busy} onClick={() => void commands.tryNotification().then(setShown)}>
        {t('settings.tryNotification.show')}
      </Button>
      <p className={styles.came} role="status">
        {said === null ? null : t(`settings.tryNotification.${said}`)}
      </p>
    </div>
  );
}
