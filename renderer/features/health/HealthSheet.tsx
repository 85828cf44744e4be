// How Counterbell is, for whoever stands before it: each part since when and what to do, how far it has caught up, and when
// somebody last heard the bell.
import { useNavigation, useNow, useView } from '../../app/hooks.ts';
import { useWords } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon, type IconName } from '../../ui/Icon.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { OpeningQuestion } from './OpeningQuestion.tsx';
import { rowsOf, type PartState, type Row } from './rows.ts';
import styles from './Health.module.css';

export function HealthSheet({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const { open } = useNavigation();
  const status = useView((view) => view.status);
  const health = useView((view) => view.health);
  return (
    <Sheet title={t('health.title')} closeLabel={t('health.close')} side="end" onClose={onClose}>
      <OpeningQuestion />
      <Facts />
      <ul className={styles.parts} aria-label={t('health.title')}>
        {rowsOf({ status, health }).map((row) => (
          <Part key={row.part} row={row} />
        ))}
      </ul>
      <Button look="main" aria-haspopup="dialog" onClick={() => open('self-test')}>
        {t('selfTest.open')}
      </Button>
    </Sheet>
  );
}

/** How far, and for whom. */
function Facts() {
  const { t, f } = useWords();
  const { caughtUpTo, caughtUpAt } = useView(({ status }) => status);
  const { lastHeard, opening } = useView(({ health }) => health);
  const skew = useView(({ skewMs }) => skewMs);
  // The status tells times of this computer's own clock, and who heard the bell those of the order system.
  const heard = useNow((now) => (lastHeard === null ? null : f.dayClock(lastHeard, now)));
  const asked = useNow((now) => (opening === null ? null : f.dayClock(opening.at, now)));
  const reached = useNow((now) => {
    if (caughtUpAt === null) return null;
    const isToday = f.isoDay(caughtUpAt) === f.isoDay(now - skew);
    return isToday ? f.clockSeconds(caughtUpAt) : f.dayClock(caughtUpAt, now - skew);
  });
  return (
    <div className={styles.facts}>
      {reached === null ? (
        <p>{t('health.nothingYet')}</p>
      ) : caughtUpTo === null ? (
        <p>{t('health.checkedAt', { time: reached })}</p>
      ) : (
        <p>{t('health.caughtUp', { seq: caughtUpTo, time: reached })}</p>
      )}
      <p>{heard === null ? t('health.neverHeard') : t('health.lastHeard', { time: heard })}</p>
      {opening?.state === 'not-heard' && asked !== null ? (
        <p>{t('health.notHeardAtOpening', { time: asked })}</p>
      ) : null}
    </div>
  );
}

const icons: Record<PartState, IconName> = {
  works: 'check',
  odd: 'bellPause',
  broken: 'warn',
  unknown: 'more',
};

function Part({ row: { part, state, since, say } }: { row: Row }) {
  const { t, f } = useWords();
  const time = useNow((now) => (since === null ? null : f.dayClock(since, now)));
  return (
    <li className={styles.part} data-part={part} data-state={state}>
      <Icon name={icons[state]} />
      <div>
        <h3>{t(`health.parts.${part}`)}</h3>
        <p className={styles.state}>
          {time === null
            ? t('health.unknown')
            : t(`health.${state === 'broken' ? 'broken' : 'works'}`, { time })}
        </p>
        {say === null ? null : <p>{t(say)}</p>}
      </div>
    </li>
  );
}
