// Who acts at this console: their name while they are stepped in, otherwise the way in.
import { personPlace } from '../../app/commands.ts';
import { useBusy, useCommands, useNavigation, useView } from '../../app/hooks.ts';
import { useWords } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import styles from './Person.module.css';

export function PersonChip() {
  const { t } = useWords();
  const commands = useCommands();
  const person = useView((view) => view.person);
  const unread = useView(({ inbox }) => inbox?.unread ?? 0);
  const busy = useBusy(personPlace);
  const navigation = useNavigation();
  return (
    <>
      {person === null ? (
        <Button
          look="plain"
          className={styles.enter}
          aria-haspopup="dialog"
          onClick={() => navigation.open('step-in')}
        >
          <span className={styles.label}>
            <Icon name="person" /> <span className={styles.word}>{t('person.stepIn')}</span>
          </span>
        </Button>
      ) : (
        <section className={styles.chip} aria-label={t('person.label')} data-role={person.role}>
          <Icon name="person" />
          <p className={styles.who}>
            <b>
              <bdi>{person.name}</bdi>
            </b>
            <span className={styles.role}>{t(`person.role.${person.role}`)}</span>
          </p>
          {unread === 0 ? null : (
            <Button
              look="plain"
              className={styles.unread}
              aria-haspopup="dialog"
              aria-label={t('inbox.new', { count: unread })}
              title={t('inbox.new', { count: unread })}
              onClick={() => navigation.open('inbox')}
            >
              <span className={styles.label} aria-hidden="true">
                <Icon name="message" /> {unread}
              </span>
            </Button>
          )}
          <Button
            look="plain"
            className={styles.leave}
            busy={busy}
            title={t('person.stepOut')}
            onClick={() => commands.stepOut()}
          >
            <span className={styles.label}>
              <Icon name="out" /> <span className={styles.word}>{t('person.stepOut')}</span>
            </span>
          </Button>
        </section>
      )}
    </>
  );
}
