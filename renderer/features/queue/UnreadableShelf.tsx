// Orders that this version cannot read, above the queue: bare tickets that can be called out and answered all the same.
import type { UnreadableView } from '../../../contract/view.ts';
import { useNavigation, useView } from '../../app/hooks.ts';
import { useWords } from '../../i18n/words.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { BareActions } from '../../ticket/BareActions.tsx';
import { PendingLine } from '../../ticket/PendingLine.tsx';
import { OpenHead } from '../../ticket/TicketHead.tsx';
import shelf from './UnreadableShelf.module.css';
import styles from '../../ticket/Ticket.module.css';

export function UnreadableShelf() {
  const { t } = useWords();
  const orders = useView((view) => view.unreadable);
  if (orders.length === 0) return null;
  return (
    <section className={shelf.shelf} aria-label={t('unreadable.label')} data-unreadable-shelf>
      {orders.map((order) => (
        <BareTicket key={order.id} order={order} />
      ))}
    </section>
  );
}

function BareTicket({ order }: { order: UnreadableView }) {
  const { t, f } = useWords();
  const navigation = useNavigation();
  const { id, number, hasCopy, column } = order;
  const rings = column === 'new';
  return (
    <article
      className={`${styles.ticket} ${shelf.ticket} paper`}
      data-unreadable={id}
      // With a copy the order has a ticket of its own below.
      data-order={hasCopy ? undefined : id}
      data-band="unreadable"
      data-rings={rings || undefined}
      data-slim
      aria-label={t('ticket.name', { number, state: t('band.unreadable') })}
      tabIndex={-1}
    >
      <header className={styles.band}>
        <Icon name="warn" />
        <span className={styles.word}>{t('band.unreadable')}</span>
        <time className={styles.time}>{f.clock(order.since)}</time>
      </header>
      <div className={styles.body}>
        <div className={styles.head}>
          <h3 className={styles.number} data-long={number.length > 4 || undefined}>
            <bdi>{number}</bdi>
          </h3>
          <p className={shelf.why}>{t(hasCopy ? 'unreadable.changed' : 'unreadable.look')}</p>
          <OpenHead number={number} onOpen={() => navigation.open('order', { order: id })} />
        </div>
        <PendingLine order={id} pending={order.pending} />
      </div>
      <BareActions order={order} />
    </article>
  );
}
