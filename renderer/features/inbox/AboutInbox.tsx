// Whose word the list is, and as of when; why older ones could not be looked up.
import { useView } from '../../app/hooks.ts';
import { mayPass } from '../../app/queries.ts';
import { useWords } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import type { Older } from './use-older.ts';
import room from '../../ui/Room.module.css';

type Props = { older: Older; elsewhere: boolean };

export function AboutInbox({ older: { askedAt, why, slow, again }, elsewhere }: Props) {
  const { t, f } = useWords();
  const caughtUpAt = useView(({ status }) => status.caughtUpAt);
  const here = caughtUpAt === null ? t('inbox.here') : t('inbox.hereAt', { time: f.clock(caughtUpAt) });
  const known = elsewhere ? null : here;
  const all = askedAt === null ? known : t('inbox.all', { time: f.clock(askedAt) });
  return (
    <div className={room.about} role="status">
      {why === null ? null : <Icon name="cloudOff" />}
      <p>
        {why === null ? null : t(`query.${why}`)} {all} {slow ? t('inbox.asking') : null}
      </p>
      {why !== null && mayPass(why) ? (
        <Button look="plain" onClick={again}>
          {t('query.again')}
        </Button>
      ) : null}
    </div>
  );
}
