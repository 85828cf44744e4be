// The bell: amber while it rings or waits, quiet otherwise. Its place and size never change, and while it rings it lies
// above whatever covers the screen it stands on.
import { useBusy, useCommands, useNow, useView } from '../../app/hooks.ts';
import { bellPlace } from '../../app/commands.ts';
import { useWords } from '../../i18n/words.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useFocusBack } from './focus-back.ts';
import styles from './Bell.module.css';

type Props = {
  /** Where it has no place of its own. */
  onlyWhileRinging?: boolean;
};

export function BellButton({ onlyWhileRinging = false }: Props) {
  const { t, f } = useWords();
  const commands = useCommands();
  const bell = useView((view) => view.bell);
  const busy = useBusy(bellPlace);
  const kind = useView((view) => view.device?.kind ?? null);
  const snoozed = useNow((now) => {
    const left = bell.snoozedUntil === null ? 0 : Date.parse(bell.snoozedUntil) - now;
    return left > 0 ? f.age(left + 999) : null;
  });
  const onFocus = useFocusBack(bell.ringing);
  const count = t('bell.new', { count: bell.unaccepted });
  // The bell of the shop is stopped where it rings.
  if (kind === 'office') return onlyWhileRinging ? null : <OfficeBell count={count} />;
  if (bell.ringing)
    return (
      <button
        type="button"
        className={`${styles.bell} ${styles.ringing}`}
        aria-keyshortcuts="Space"
        aria-busy={busy || undefined}
        onFocus={onFocus}
        onClick={() => commands.stopBell()}
      >
        <Icon name="bell" />
        <span>
          {t('bell.stop')} · {count}
        </span>
      </button>
    );
  if (onlyWhileRinging) return null;
  if (bell.unaccepted > 0)
    return (
      <div className={`${styles.bell} ${styles.waiting}`}>
        <Icon name={snoozed === null ? 'bell' : 'bellPause'} />
        <span>
          {count}
          <small>{snoozed === null ? t('bell.waits') : t('bell.ringsAgain', { time: snoozed })}</small>
        </span>
      </div>
    );
  return (
    <div className={`${styles.bell} ${styles.quiet}`}>
      <Icon name="bell" />
      <span>{t('bell.quiet')}</span>
    </div>
  );
}

/** An office says what it is: somebody who sits there and hears nothing is not to wonder. */
function OfficeBell({ count }: { count: string }) {
  const { t } = useWords();
  const bell = useView((view) => view.bell);
  const rings = useView((view) => view.settings.officeRings);
  return (
    <div
      className={`${styles.bell} ${bell.unaccepted > 0 ? styles.waiting : styles.quiet}`}
      data-office={rings ? 'rings' : 'silent'}
    >
      <Icon name={rings ? 'bell' : 'bellOff'} />
      <span>
        {bell.unaccepted > 0 ? count : t('bell.quiet')}
        <small>{t(rings ? 'bell.officeRings' : 'bell.office')}</small>
      </span>
    </div>
  );
}
