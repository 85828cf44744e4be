// The opened order on one long paper: what the ticket says, what it has no room for, and what happened.
import type { OrderView, UnreadableView } from '../../../contract/view.ts';
import { useNow } from '../../app/hooks.ts';
import { useWords } from '../../i18n/words.tsx';
import { useBandWord } from '../../ticket/band-words.ts';
import { bandOf } from '../../ticket/bands.ts';
import { BareActions } from '../../ticket/BareActions.tsx';
import { PendingLine } from '../../ticket/PendingLine.tsx';
import ticket from '../../ticket/Ticket.module.css';
import { TicketActions } from '../../ticket/TicketActions.tsx';
import { TicketBand } from '../../ticket/TicketBand.tsx';
import { TicketHead } from '../../ticket/TicketHead.tsx';
import { TicketItems } from '../../ticket/TicketItems.tsx';
import { TicketNote } from '../../ticket/TicketNote.tsx';
import { Facts } from './Facts.tsx';
import { Timeline } from './Timeline.tsx';
import styles from './Order.module.css';

type Props = {
  view: OrderView;
  /** It is here, so something can be pressed on it. */
  answerable: boolean;
  /** Not null: this copy may be old, and only what is right for any order can be pressed. */
  unreadable: UnreadableView | null;
  /** Another one, which it is only looked up in. */
  restaurant?: string | undefined;
};

export function OpenedTicket({ view, answerable, unreadable, restaurant }: Props) {
  const { t } = useWords();
  const { order } = view;
  const kind = useNow((now) => bandOf(view, now).kind);
  const known = useBandWord(kind);
  const state = kind === 'unknown' ? (order.statusWord ?? known) : known;
  return (
    <article
      className={`${ticket.ticket} ${styles.paper} paper`}
      data-opened={order.id}
      data-band={kind}
      data-rings={view.column === 'new' || undefined}
      data-struck={kind === 'stop-cooking' || kind === 'cancelled' || undefined}
      aria-label={t('ticket.name', { number: order.number, state })}
    >
      <TicketBand view={view} kind={kind} />
      <div className={`${ticket.body} ${styles.body}`}>
        <TicketHead view={view} />
        <Facts order={order} />
        <TicketItems order={order} />
        <TicketNote note={order.note} />
        <Timeline view={view} restaurant={restaurant} />
      </div>
      <div className={styles.dock}>
        <PendingLine order={order.id} pending={view.pending} />
        {unreadable !== null ? (
          <BareActions order={unreadable} />
        ) : answerable ? (
          <TicketActions view={view} hint={undefined} undoHint={false} />
        ) : null}
      </div>
    </article>
  );
}
