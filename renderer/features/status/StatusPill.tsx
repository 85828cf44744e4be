// What the connection is worth: a word, a sentence, never more than is known.
import { isStale } from './stale.ts';
import type { StatusView } from '../../../contract/view.ts';
import { useNavigation, useNow, useView } from '../../app/hooks.ts';
import { useWords, type Spoke } from '../../i18n/words.tsx';
import styles from './Status.module.css';

const dots: Record<StatusView['word'], 'live' | 'busy' | 'off'> = {
  live: 'live',
  'needs-update': 'busy',
  checked: 'live',
  starting: 'busy',
  'catching-up': 'busy',
  polling: 'busy',
  'clock-wrong': 'off',
  offline: 'off',
  'not-enrolled': 'off',
  'signed-out': 'off',
};

export function StatusPill() {
  const words = useWords();
  const { t } = words;
  const { open } = useNavigation();
  const status = useView((view) => view.status);
  const skew = useView((view) => view.skewMs);
  // The status tells times of this computer's own clock.
  const sentence = useNow((now) => sentenceOf(status, now - skew, words));
  const stale = useNow((now) => isStale(status, now - skew));
  return (
    <section data-status={stale ? 'stale' : status.word} aria-label={t('status.label')}>
      <button type="button" className={styles.pill} aria-haspopup="dialog" onClick={() => open('health')}>
        <span className={styles.dot} data-dot={stale ? 'busy' : dots[status.word]} />
        <span className={styles.said}>
          <b>{stale ? t('status.stale') : t(`status.words.${status.word}`)}</b>
          <span className={styles.sentence}>
            {sentence}
            {status.word !== 'live' && status.caughtUpTo !== null ? (
              <>
                {' · '}
                {t('status.upTo', { seq: status.caughtUpTo })}
              </>
            ) : null}
          </span>
        </span>
      </button>
    </section>
  );
}

function sentenceOf(status: StatusView, now: number, { t, f }: Spoke): string {
  switch (status.word) {
    case 'live':
      return t('status.allReceived', { time: f.clockSeconds(status.caughtUpAt ?? status.since) });
    case 'starting':
      return t('status.gettingOrders');
    case 'catching-up':
      return t('status.missing', { count: status.missing });
    case 'polling':
      return t('status.polling');
    case 'checked':
      return status.caughtUpAt === null
        ? t('status.gettingOrders')
        : t('status.checkedAgo', {
            time: f.seconds(Math.max(0, Math.floor((now - Date.parse(status.caughtUpAt)) / 1000))),
          });
    default:
      return t('status.since', { time: f.clock(status.since) });
  }
}
