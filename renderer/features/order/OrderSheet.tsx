// One order, opened: everything about it, what happened to it, and what can be done with it now.
import { useEffect, useRef } from 'react';
import type { FoundOrder } from '../../../contract/queries.ts';
import type { OrderView } from '../../../contract/view.ts';
import { useView } from '../../app/hooks.ts';
import { ChatPanel } from '../../chat/ChatPanel.tsx';
import { useWords } from '../../i18n/words.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { OpenedBare } from './OpenedBare.tsx';
import { OpenedTicket } from './OpenedTicket.tsx';
import styles from './Order.module.css';

type Props = {
  order: string;
  /** Where this console does not have it: as it was found, and when. */
  found?: FoundOrder | undefined;
  foundAt?: number | undefined;
  /** Another one that it was found in: there it is only read, and by nobody else than whoever is in. */
  restaurant?: string | undefined;
  /** It is opened for its chat. */
  chat?: boolean | undefined;
  onClose: () => void;
};

export function OrderSheet({ order: id, found, foundAt, restaurant, chat = false, onClose }: Props) {
  const { t, f } = useWords();
  const here = useView(({ orders }) => orders.find(({ order }) => order.id === id) ?? null);
  const unreadable = useView((view) => view.unreadable.find((one) => one.id === id) ?? null);
  const last = useLast(here);
  const view = here ?? last ?? viewOf(found);
  const mayLook = useView(
    ({ restaurants }) => restaurant === undefined || restaurants.some((one) => one.id === restaurant),
  );
  useEffect(() => {
    if (!mayLook) onClose();
  }, [mayLook, onClose]);
  if (!mayLook) return null;
  const number = view?.order.number ?? unreadable?.number ?? numberOf(found);
  return (
    <Sheet title={t('order.title', { number })} closeLabel={t('order.close')} side="paper" onClose={onClose}>
      {here === null && last !== null ? <p className={styles.said}>{t('order.gone')}</p> : null}
      {here === null && last === null && foundAt !== undefined ? (
        <p className={styles.said}>{t('order.foundAt', { time: f.clock(foundAt) })}</p>
      ) : null}
      {view === null ? (
        <OpenedBare id={id} number={number} unreadable={unreadable} />
      ) : (
        <>
          {unreadable === null ? null : <p className={styles.said}>{t('unreadable.changed')}</p>}
          <OpenedTicket
            view={view}
            answerable={restaurant === undefined && isAnswerable(view, here, last)}
            unreadable={unreadable}
            restaurant={restaurant}
          />
        </>
      )}
      {restaurant === undefined ? <ChatPanel chat={id} order={here} called={chat} /> : null}
    </Sheet>
  );
}

/** It may leave this console while somebody reads it: what was there stays to be read. */
function useLast(here: OrderView | null): OrderView | null {
  const last = useRef(here);
  if (here !== null) last.current = here;
  return last.current;
}

const viewOf = (found: FoundOrder | undefined): OrderView | null =>
  found?.kind === 'order' ? { order: found.order, column: 'closed', pending: null } : null;

const numberOf = (found: FoundOrder | undefined): string =>
  found?.kind === 'unreadable' ? found.number : '';

/** Of an order that is not here only a closed one can be taken back; whatever is open comes by itself. */
const isAnswerable = (view: OrderView, here: OrderView | null, last: OrderView | null): boolean =>
  here !== null || (last === null && view.order.status === 'collected');
