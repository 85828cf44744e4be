// Whose orders the history shows, and as of when; why there are no others.
import { useView } from '../../app/hooks.ts';
import { mayPass } from '../../app/queries.ts';
import { useWords } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import type { History } from './use-history.ts';
import room from '../../ui/Room.module.css';

export function AboutHistory({ history, elsewhere }: { history: History; elsewhere: boolean }) {
  const { t, f } = useWords();
  const { askedAt, why, slow, again, rows, hasMore } = history;
  const caughtUpAt = useView(({ status }) => status.caughtUpAt);
  const here = elsewhere
    ? ''
    : caughtUpAt === null
      ? t('history.here')
      : t('history.hereAt', { time: f.clock(caughtUpAt) });
  return (
    <div className={room.about} role="status" data-answered={askedAt !== null || undefined}>
      {why !== null ? (
        <>
          <Icon name="cloudOff" />
          <p>
            {t(`query.${why}`)} {askedAt === null ? here : t('history.all', { time: f.clock(askedAt) })}
          </p>
          {mayPass(why) ? (
            <Button look="plain" onClick={again}>
              {t('query.again')}
            </Button>
          ) : null}
        </>
      ) : askedAt !== null ? (
        <p>
          {t('history.all', { time: f.clock(askedAt) })}{' '}
          {/* Said as well, so that who does not see the rows knows that there are some. */}
          {hasMore || rows.length === 0 ? null : t('history.count', { count: rows.length })}
        </p>
      ) : (
        <p>
          {here} {slow ? t('history.asking') : null}
        </p>
      )}
    </div>
  );
}
