// Number, where the order goes and when, who it is for, and whether money is to be taken.
import type { Order } from '../../contract/order.ts';
import type { OrderView } from '../../contract/view.ts';
import { useNow } from '../app/hooks.ts';
import { useWords, type Spoke } from '../i18n/words.tsx';
import { Icon } from '../ui/Icon.tsx';
import { tellingOf } from './bands.ts';
import { closingAct, lastAct } from './acts.ts';
import styles from './Ticket.module.css';

type Props = {
  view: OrderView;
  /** Opens the whole order; none where it is open already. */
  onOpen?: (() => void) | undefined;
};

export function TicketHead({ view, onOpen }: Props) {
  const words = useWords();
  const { t, f } = words;
  const { order } = view;
  // Once it is ready, the promise is history.
  const time = order.promisedAt === null || order.status === 'ready' ? '' : f.clock(order.promisedAt);
  const after = useNow((now) => afterwards(view, now, words));
  const allergens = allergensOf(order);
  const { payment } = order;
  const money =
    payment.kind === 'collect'
      ? t('ticket.toCollect', { amount: f.money(payment.amount, order.total.currency) })
      : payment.kind === 'other'
        ? t('ticket.paymentOther', { word: payment.word })
        : null;
  const cancelled = order.status === 'cancelled';
  return (
    <>
      <div className={styles.head}>
        <h3 className={styles.number} data-long={order.number.length > 4 || undefined}>
          <bdi>{order.number}</bdi>
        </h3>
        <div className={styles.beside}>
          <div className={styles.who}>
            <p className={styles.where}>
              <bdi>{whereTo(order, words)}</bdi>{' '}
              {time ? (
                <span className={styles.promise}>
                  · <bdi>{time}</bdi>
                </span>
              ) : null}
            </p>
            <p className={styles.from}>
              <bdi>{channelName(order.channel, words)}</bdi>
              {order.customer ? (
                <>
                  {' · '}
                  <bdi>{order.customer.name}</bdi>
                </>
              ) : null}
            </p>
          </div>
          {payment.kind === 'paid' && !cancelled ? <p className={styles.paid}>{t('ticket.paid')}</p> : null}
        </div>
        {onOpen === undefined ? null : <OpenHead number={order.number} onOpen={onOpen} />}
      </div>
      {after ? <p className={styles.after}>{after}</p> : null}
      {(money !== null && !cancelled) || allergens.length > 0 ? (
        <div className={styles.flags}>
          {money !== null && !cancelled ? (
            <p className={styles.collect}>
              <Icon name="coins" />
              {money}
            </p>
          ) : null}
          {allergens.length > 0 ? (
            <ul className={styles.allergens} aria-label={t('ticket.contains')}>
              {allergens.map((name) => (
                <li key={name} className={styles.allergen}>
                  <Icon name="allergen" />
                  <bdi>{name}</bdi>
                </li>
              ))}
            </ul>
          ) : null}
        </div>
      ) : null}
    </>
  );
}

/** All of the head is one thing to touch; its words stay words. */
export function OpenHead({ number, onOpen }: { number: string; onOpen: () => void }) {
  const { t } = useWords();
  return (
    <button
      type="button"
      className={styles.open}
      aria-haspopup="dialog"
      aria-label={t('order.open', { number })}
      onClick={onOpen}
    />
  );
}

export function allergensOf(order: Order): string[] {
  return [...new Set(order.items.flatMap((item) => item.allergens))];
}

export function whereTo({ fulfilment }: Order, { t }: Spoke): string {
  switch (fulfilment.kind) {
    case 'pick-up':
      return t('ticket.pickUp');
    case 'delivery':
      return fulfilment.courier === undefined
        ? t('ticket.delivery')
        : t('ticket.courier', { name: fulfilment.courier });
    case 'dine-in':
      return t('ticket.table', { name: fulfilment.table });
    case 'other':
      return fulfilment.word;
    default:
      return fulfilment satisfies never;
  }
}

const known = ['web', 'phone', 'counter', 'app'] as const;

export function channelName(channel: string, { t }: Spoke): string {
  const own = known.find((name) => name === channel.toLowerCase());
  return own ? t(`channel.${own}`) : channel;
}

/** The line about what happened last: told, cancelled by whom, closed how. Never more than is known. */
function afterwards(view: OrderView, now: number, { t, f }: Spoke): string {
  const { order } = view;
  if (order.assumed) return t('ticket.assumed');
  const closed = closingAct(order);
  if (closed && (order.status === 'cancelled' || order.status === 'rejected')) {
    const who = { customer: t('ticket.byCustomer'), system: t('ticket.bySystem') }[closed.by.kind as string];
    const line = t('ticket.by', { who: who ?? closed.by.name, time: f.clock(closed.at) });
    return closed.reason === undefined ? line : `${line} · ${closed.reason}`;
  }
  // Pressed, but not even sent from here: the line below says so, and nothing else is true.
  if (view.pending?.state === 'not-sent') return '';
  const telling = tellingOf(view, now);
  switch (telling.kind) {
    case 'at':
      return t('ticket.sendingAt', { time: f.clockSeconds(telling.at) });
    case 'now':
      return t('ticket.sendingNow');
    case 'told':
      return t('ticket.sentAt', { time: f.clock(telling.at) });
    case 'nothing': {
      const ready = order.status === 'ready' ? lastAct(order, 'ready') : null;
      return ready === null ? '' : t('ticket.readySince', { time: f.clock(ready) });
    }
    default:
      return telling satisfies never;
  }
}
