// Things the person at the screen must know: calm bars that stay until they are closed.
import type { SoundFault } from '../../../contract/health.ts';
import type { Notice } from '../../../contract/view.ts';
import { useCommands, useProblem, useView } from '../../app/hooks.ts';
import { bellPlace, linkPlace, personPlace, settingsPlace } from '../../app/commands.ts';
import { useWords } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import styles from './Status.module.css';

/** Where the sentence says it all; the detail is for the log. */
const plain: ReadonlySet<Notice['code']> = new Set([
  'secrets-unavailable',
  'journal-repaired',
  'internal-fault',
  'device-sought',
  'quit-forbidden',
]);

/** From, to, and how many orders came meanwhile. */
function WasAway({ detail }: { detail: string }) {
  const { t, f } = useWords();
  const [from = '', to = '', count = '0'] = detail.split('/');
  const came = count === '0' ? t('away.nothing') : t('away.came', { count: Number(count) });
  return <>{t('notice.was-away', { from: f.clockSeconds(from), to: f.clockSeconds(to), came })}</>;
}

function BellUnheard({ why }: { why: SoundFault }) {
  const { t } = useWords();
  return (
    <>
      {t('notice.bell-unheard')} {t(`health.say.${why}`)}
    </>
  );
}

/** What a notice says; where more stands in its detail than a word to be shown behind the sentence, it is read. */
function Sentence({ notice: { code, detail } }: { notice: Notice }) {
  const { t, f } = useWords();
  if (code === 'was-away') return <WasAway detail={detail} />;
  if (code === 'bell-unheard') return <BellUnheard why={detail as SoundFault} />;
  if (code === 'bell-not-heard' || code === 'inbox-behind')
    return t(`notice.${code}`, { time: f.clock(detail) });
  return (
    <>
      {t(`notice.${code}`)}{' '}
      {detail === '' || plain.has(code) ? null : <bdi className={styles.detail}>{detail}</bdi>}
    </>
  );
}

export function Notices() {
  const { t } = useWords();
  const commands = useCommands();
  const notices = useView((view) => view.notices);
  return notices.map((notice) => (
    <section key={notice.id} className={styles.notice} data-notice={notice.code} role="status">
      <Icon name="warn" />
      <p>
        <Sentence notice={notice} />
      </p>
      <Button look="plain" aria-label={t('notice.dismiss')} onClick={() => commands.dismissNotice(notice.id)}>
        <Icon name="close" />
      </Button>
    </section>
  ));
}

/** A press that belongs to no ticket and came to nothing. */
export function Failures() {
  const { t } = useWords();
  const commands = useCommands();
  const found = {
    [bellPlace]: useProblem(bellPlace),
    [linkPlace]: useProblem(linkPlace),
    [personPlace]: useProblem(personPlace),
    [settingsPlace]: useProblem(settingsPlace),
  };
  return Object.entries(found).map(([place, problem]) =>
    problem === null ? null : (
      <section key={place} className={styles.notice} role="alert">
        <Icon name="warn" />
        <p>{place === settingsPlace ? t('settings.failed') : t(`error.${problem.code}`)}</p>
        <Button look="plain" aria-label={t('notice.dismiss')} onClick={() => commands.forget(place)}>
          <Icon name="close" />
        </Button>
      </section>
    ),
  );
}

/** The restaurant takes no orders now, by a manager's wish or because nobody would hear them. */
export function PauseBar() {
  const { t, f } = useWords();
  const restaurant = useView((view) => view.restaurant);
  if (!restaurant || (restaurant.pause === null && restaurant.accepting)) return null;
  const { pause } = restaurant;
  return (
    <section className={styles.notice} role="status">
      <Icon name="warn" />
      <p>
        {pause === null ? t('pause.notAccepting') : t('pause.until', { time: f.clock(pause.until) })}{' '}
        {pause === null || pause.reason === '' ? null : (
          <bdi>{t('pause.reason', { reason: pause.reason })}</bdi>
        )}
      </p>
    </section>
  );
}
