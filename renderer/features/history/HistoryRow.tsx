// One order of the history in a row: number, who, what, when, and what became of it. Touched, it opens.
import type { Order } from '../../../contract/order.ts';
import { useNow } from '../../app/hooks.ts';
import { useWords, type Spoke } from '../../i18n/words.tsx';
import { whereTo } from '../../ticket/TicketHead.tsx';
import type { Row } from './found.ts';
import styles from './History.module.css';

type Props = {
  row: Row;
  index: number;
  /** -1: nobody knows yet. */
  count: number;
  isActive: boolean;
  onFocus: () => void;
  onOpen: () => void;
};

export function HistoryRow({ row, index, count, isActive, onFocus, onOpen }: Props) {
  const words = useWords();
  const { t, f } = words;
  const isTimeless = row.kind === 'unreadable' && row.placedAt === null;
  const time = useNow((now) => (isTimeless ? '' : f.dayClock(row.at, now)));
  const number = row.kind === 'order' ? row.order.number : row.number;
  return (
    <li
      className={styles.place}
      aria-setsize={count}
      aria-posinset={index + 1}
      style={{ insetBlockStart: `calc(${index} * var(--row))` }}
    >
      <button
        type="button"
        className={styles.row}
        data-row={index}
        data-found={row.id}
        tabIndex={isActive ? 0 : -1}
        aria-haspopup="dialog"
        onFocus={onFocus}
        onClick={onOpen}
      >
        <span className={styles.number}>
          <bdi>{number}</bdi>
        </span>
        {row.kind === 'order' ? (
          <span className={styles.who}>
            <span>
              <bdi>{row.order.customer?.name ?? whereTo(row.order, words)}</bdi>
            </span>
            <small>
              <bdi>{itemsOf(row.order)}</bdi>
            </small>
          </span>
        ) : (
          <span className={styles.who}>
            <span>{t('history.unreadable')}</span>
          </span>
        )}
        <span className={styles.when}>
          <time>{time}</time>
          <small>{row.kind === 'order' ? <bdi>{becameOf(row, words)}</bdi> : null}</small>
        </span>
      </button>
    </li>
  );
}

const itemsOf = ({ items }: Order): string =>
  items.map(({ quantity, name }) => (quantity === 1 ? name : `${quantity}× ${name}`)).join(', ');

function becameOf({ order, view }: Row & { kind: 'order' }, { t }: Spoke): string {
  if (view?.column === 'later') return t('column.later');
  switch (order.status) {
    case 'new':
      return t('column.new');
    case 'accepted':
      return t('column.preparing');
    case 'ready':
      return t('column.ready');
    case 'collected':
      return t(order.assumed ? 'ticket.assumed' : 'timeline.collect');
    case 'rejected':
      return t('timeline.reject');
    case 'cancelled':
      return t('timeline.cancel');
    case 'unknown':
      return order.statusWord ?? t('history.open');
    default:
      return order.status satisfies never;
  }
}
