// One order as a paper ticket: band, number, what to make, and what can be done with it now.
import { memo } from 'react';
import type { OrderView } from '../../../contract/view.ts';
import { useNavigation, useNow } from '../../app/hooks.ts';
import { useWords } from '../../i18n/words.tsx';
import { ChatBadge } from '../../chat/ChatBadge.tsx';
import { bandOf } from '../../ticket/bands.ts';
import { weightOf } from './lanes.ts';
import { PendingLine } from '../../ticket/PendingLine.tsx';
import { TicketActions } from '../../ticket/TicketActions.tsx';
import { TicketBand } from '../../ticket/TicketBand.tsx';
import { TicketHead } from '../../ticket/TicketHead.tsx';
import { TicketItems } from '../../ticket/TicketItems.tsx';
import { TicketNote } from '../../ticket/TicketNote.tsx';
import { useBandWord } from '../../ticket/band-words.ts';
import styles from '../../ticket/Ticket.module.css';

/** Lines; about what fits on a small screen. */
const tall = 24;

type Props = {
  view: OrderView;
  hint: number | undefined;
  undoHint: boolean;
  slim: boolean;
  /** It came while somebody was looking. */
  fresh: boolean;
};

export const Ticket = memo(function Ticket({ view, hint, undoHint, slim, fresh }: Props) {
  const { t } = useWords();
  const navigation = useNavigation();
  const { order } = view;
  const kind = useNow((now) => bandOf(view, now).kind);
  const known = useBandWord(kind);
  const state = kind === 'unknown' ? (order.statusWord ?? known) : known;
  const struck = kind === 'stop-cooking' || kind === 'cancelled';
  return (
    <article
      className={`${styles.ticket} paper`}
      data-order={order.id}
      data-band={kind}
      data-rings={view.column === 'new' || undefined}
      data-fresh={fresh || undefined}
      data-slim={slim || undefined}
      data-struck={struck || undefined}
      data-tall={weightOf(order) > tall || undefined}
      aria-label={t('ticket.name', { number: order.number, state })}
      tabIndex={-1}
    >
      <TicketBand view={view} kind={kind} />
      <div className={styles.body}>
        <TicketHead view={view} onOpen={() => navigation.open('order', { order: order.id })} />
        {slim ? null : <TicketItems order={order} />}
        <TicketNote note={slim ? undefined : order.note} />
        <ChatBadge order={order.id} number={order.number} />
        <PendingLine order={order.id} pending={view.pending} />
      </div>
      <TicketActions view={view} hint={hint} undoHint={undoHint} />
    </article>
  );
});
