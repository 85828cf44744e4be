// What the customer wrote to the kitchen about the whole order.
import { useWords } from '../i18n/words.tsx';
import { Icon } from '../ui/Icon.tsx';
import styles from './Ticket.module.css';

export function TicketNote({ note }: { note: string | undefined }) {
  const { t } = useWords();
  if (note === undefined) return null;
  return (
    <p className={styles.note}>
      <Icon name="note" />
      <span className="unseen">{t('ticket.note')}</span>
      <bdi>{note}</bdi>
    </p>
  );
}
