// The bell was tried when the restaurant opened: whether anybody heard it, answered with one tap.
import { openingPlace } from '../../app/commands.ts';
import { useBusy, useCommands, useView } from '../../app/hooks.ts';
import { useWords } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import styles from './Health.module.css';

export function OpeningQuestion() {
  const { t } = useWords();
  const commands = useCommands();
  const busy = useBusy(openingPlace);
  const asked = useView(({ health }) => health.opening?.state === 'asked');
  if (!asked) return null;
  return (
    <section className={styles.question} role="alert">
      <Icon name="bell" />
      <p>{t('health.asked')}</p>
      <Button look="plain" className={styles.yes} busy={busy} onClick={() => commands.answerOpening(true)}>
        {t('health.yes')}
      </Button>
      <Button look="plain" className={styles.no} busy={busy} onClick={() => commands.answerOpening(false)}>
        {t('health.no')}
      </Button>
    </section>
  );
}
