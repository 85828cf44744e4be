// An order that cannot be read here, opened: as little as is known of it, and what can be pressed all the same.
import type { UnreadableView } from '../../../contract/view.ts';
import { useWords } from '../../i18n/words.tsx';
import { BareActions } from '../../ticket/BareActions.tsx';
import { PendingLine } from '../../ticket/PendingLine.tsx';
import ticket from '../../ticket/Ticket.module.css';
import { Icon } from '../../ui/Icon.tsx';
import styles from './Order.module.css';

type Props = {
  id: string;
  number: string;
  /** null: it is not on this console (any more). */
  unreadable: UnreadableView | null;
};

export function OpenedBare({ id, number, unreadable }: Props) {
  const { t, f } = useWords();
  return (
    <article
      className={`${ticket.ticket} ${styles.paper} paper`}
      data-opened={id}
      data-band="unreadable"
      data-rings={unreadable?.column === 'new' || undefined}
      aria-label={t('ticket.name', { number, state: t('band.unreadable') })}
    >
      <header className={ticket.band}>
        <Icon name="warn" />
        <span className={ticket.word}>{t('band.unreadable')}</span>
        {unreadable === null ? null : <time className={ticket.time}>{f.clock(unreadable.since)}</time>}
      </header>
      <div className={`${ticket.body} ${styles.body}`}>
        <h3 className={ticket.number}>
          <bdi>{number}</bdi>
        </h3>
        <p>{t('unreadable.look')}</p>
      </div>
      {unreadable === null ? null : (
        <div className={styles.dock}>
          <PendingLine order={id} pending={unreadable.pending} />
          <BareActions order={unreadable} />
        </div>
      )}
    </article>
  );
}
