// What to make. An item is ticked off by touching it.
import { Fragment } from 'react';
import type { Item, Order } from '../../contract/order.ts';
import { useBusy, useCommands } from '../app/hooks.ts';
import { itemPlace } from '../app/commands.ts';
import { Icon } from '../ui/Icon.tsx';
import styles from './Ticket.module.css';

export function TicketItems({ order }: { order: Order }) {
  const ticking = order.status === 'accepted' && order.toBeUnderstood !== 'cancelled';
  return (
    <ul className={styles.items}>
      {order.items.map((item) => (
        <li key={item.id} className={styles.item} data-ticked={item.ticked || undefined}>
          {ticking ? <Tick order={order.id} item={item} /> : <Line item={item} />}
        </li>
      ))}
    </ul>
  );
}

function Tick({ order, item }: { order: string; item: Item }) {
  const commands = useCommands();
  const busy = useBusy(itemPlace(order, item.id));
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={item.ticked}
      aria-busy={busy || undefined}
      className={styles.tick}
      onClick={() => commands.press(order, 'tick', { item: item.id, ticked: !item.ticked })}
    >
      <Line item={item} />
    </button>
  );
}

function Line({ item }: { item: Item }) {
  return (
    <span className={styles.line}>
      <b className={styles.quantity}>
        <bdi>{item.quantity}×</bdi>
      </b>
      <span className={styles.what}>
        <bdi className={styles.name}>{item.name}</bdi>
        {item.allergens.map((name) => (
          <Fragment key={name}>
            {' '}
            <span className={styles.allergen}>
              <Icon name="allergen" />
              <bdi>{name}</bdi>
            </span>
          </Fragment>
        ))}
        {item.modifiers.map((modifier, index) => (
          // Two equal modifiers are possible; their place tells them apart.
          // oxlint-disable-next-line react/no-array-index-key
          <span key={`${index} ${modifier}`} className={styles.modifier}>
            <bdi>{modifier}</bdi>
          </span>
        ))}
        {item.note === undefined ? null : (
          <span className={styles.itemNote}>
            <bdi>{item.note}</bdi>
          </span>
        )}
      </span>
    </span>
  );
}
