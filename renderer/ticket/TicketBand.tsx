// The filled strip on top of a ticket: sign, word, and the time that matters.
import type { OrderView } from '../../contract/view.ts';
import { useNow } from '../app/hooks.ts';
import { useWords, type Spoke } from '../i18n/words.tsx';
import { Icon } from '../ui/Icon.tsx';
import { bandIcons, useBandWord } from './band-words.ts';
import { bandOf, type Band } from './bands.ts';
import { closingAct } from './acts.ts';
import styles from './Ticket.module.css';

type Props = { view: OrderView; kind: Band['kind'] };

export function TicketBand({ view, kind }: Props) {
  const words = useWords();
  const known = useBandWord(kind);
  // The order system's own word says more than that we do not know it.
  const word = kind === 'unknown' ? (view.order.statusWord ?? known) : known;
  const time = useNow((now) => bandTime(view, now, words));
  return (
    <header className={styles.band}>
      <Icon name={bandIcons[kind]} />
      <span className={styles.word}>
        <bdi>{word}</bdi>
      </span>
      {time === '' ? null : <time className={styles.time}>{time}</time>}
    </header>
  );
}

function bandTime(view: OrderView, now: number, { t, f }: Spoke): string {
  const band = bandOf(view, now);
  switch (band.kind) {
    case 'new':
    case 'unknown':
      return t('band.ago', { time: f.age(band.waited) });
    case 'in-time':
    case 'due':
      return t('band.in', { time: f.minutes(band.left, 'up') });
    case 'late':
      return band.over < 60_000 ? t('band.now') : t('band.over', { time: f.minutes(band.over, 'down') });
    case 'preparing':
    case 'ready':
      return band.since < 60_000 ? t('band.now') : f.minutes(band.since, 'down');
    case 'undo':
      return t('band.undo', { seconds: Math.ceil(band.left / 1000) });
    case 'later':
      return t('band.rings', { time: f.dayClock(band.ringAt, now) });
    case 'collected':
    case 'rejected':
    case 'cancelled': {
      const closed = closingAct(view.order);
      return closed ? f.dayClock(closed.at, now) : '';
    }
    case 'stop-cooking':
    case 'changed':
      return '';
    default:
      return band satisfies never;
  }
}
