// What happened to an order, in staff's words. Asked for while it is looked at; without an answer the order's own tell.
import type { OrderView } from '../../../contract/view.ts';
import { useNow, useView } from '../../app/hooks.ts';
import { useQuery } from '../../app/use-query.ts';
import { useWords, type Spoke } from '../../i18n/words.tsx';
import { channelName } from '../../ticket/TicketHead.tsx';
import { Button } from '../../ui/Button.tsx';
import { mayPass } from '../../app/queries.ts';
import { happenings, lookAgain, versionOf, type Happened } from './timeline.ts';
import styles from './Order.module.css';

export function Timeline({ view, restaurant }: { view: OrderView; restaurant?: string | undefined }) {
  const { t } = useWords();
  const { id } = view.order;
  const device = useView((all) => all.device?.id ?? null);
  const looks = useNow((now) => lookAgain(view.order, now));
  const version = `${versionOf(view.order)} ${looks}`;
  const { value, why, slow, again } = useQuery('order.timeline', 'order', { order: id, restaurant }, version);
  const lines = happenings(view, value, device);
  return (
    <section className={styles.timeline} aria-label={t('timeline.title')} aria-busy={slow}>
      <h4>{t('timeline.title')}</h4>
      <div className={styles.about} role="status">
        {why === null ? null : (
          <>
            <p>
              {t(`query.${why}`)} {t(value === null ? 'timeline.carried' : 'timeline.old')}
            </p>
            {mayPass(why) ? (
              <Button look="plain" className={styles.again} onClick={again}>
                {t('query.again')}
              </Button>
            ) : null}
          </>
        )}
        {slow && value === null && why === null ? <p>{t('timeline.asking')}</p> : null}
      </div>
      <ol>
        {lines.map((line) => (
          <Line key={`${line.what} ${line.at} ${line.by?.name ?? ''}`} line={line} />
        ))}
      </ol>
    </section>
  );
}

function Line({ line }: { line: Happened }) {
  const words = useWords();
  const { t, f } = words;
  const time = useNow((now) => f.dayClock(line.at, now));
  const who = whoseDeed(line, words);
  return (
    <li data-what={line.what} data-unsent={line.unsent || undefined}>
      <time dateTime={new Date(line.at).toISOString()}>{time}</time>
      <p>
        <b>{t(`timeline.${line.what}`)}</b>
        {line.times > 1 ? ` ×${line.times}` : null}
        {who === null ? null : (
          <>
            {' · '}
            <bdi>{who}</bdi>
          </>
        )}
        {line.reason === undefined ? null : (
          <>
            {' · '}
            <bdi>{line.reason}</bdi>
          </>
        )}
        {line.unsent ? ` · ${t('pending.not-sent')}` : null}
      </p>
    </li>
  );
}

/** Machines do as they are told; nobody needs to know their names. */
function whoseDeed({ by, here }: Happened, words: Spoke): string | null {
  const { t } = words;
  if (here) return t('timeline.here');
  switch (by?.kind) {
    case 'channel':
      return channelName(by.name, words);
    case 'customer':
      return t('ticket.byCustomer');
    case 'person':
    case 'device':
      return by.name === '' ? null : by.name;
    default:
      return null;
  }
}
