// What a ticket has no room for: the telephone number to read out, the address, when it was placed, what it costs.
import type { ReactNode } from 'react';
import type { Order } from '../../../contract/order.ts';
import { useNow } from '../../app/hooks.ts';
import { useWords } from '../../i18n/words.tsx';
import { grouped } from './phone.ts';
import styles from './Order.module.css';

export function Facts({ order }: { order: Order }) {
  const { t, f } = useWords();
  const { customer, fulfilment, total } = order;
  const placed = useNow((now) => f.dayClock(order.placedAt, now));
  const promised = useNow((now) => (order.promisedAt === null ? null : f.dayClock(order.promisedAt, now)));
  const rings = useNow((now) => (order.ringAt === order.placedAt ? null : f.dayClock(order.ringAt, now)));
  return (
    <dl className={styles.facts}>
      {customer?.phone === undefined ? null : (
        <Fact word={t('order.phone')}>
          <bdi dir="ltr" className={styles.phone} data-phone>
            {grouped(customer.phone)}
          </bdi>
        </Fact>
      )}
      {fulfilment.kind === 'delivery' && fulfilment.address !== undefined ? (
        <Fact word={t('order.address')}>
          <bdi className={styles.lines}>{fulfilment.address}</bdi>
        </Fact>
      ) : null}
      <Fact word={t('order.placed')}>{placed}</Fact>
      {rings === null ? null : <Fact word={t('order.rings')}>{rings}</Fact>}
      {promised === null ? null : <Fact word={t('order.promised')}>{promised}</Fact>}
      <Fact word={t('order.total')}>{f.money(total.amount, total.currency)}</Fact>
    </dl>
  );
}

function Fact({ word, children }: { word: string; children: ReactNode }) {
  return (
    <div>
      <dt>{word}</dt>
      <dd>{children}</dd>
    </div>
  );
}
