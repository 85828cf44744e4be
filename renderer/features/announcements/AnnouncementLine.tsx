// One quiet line below the queue: the newest announcement, opened all of them, until each is dismissed on this console.
import { useLayoutEffect, useRef, useState, type ReactNode, type Ref } from 'react';
import type { AnnouncementView } from '../../../contract/view.ts';
import { useCommands, useConsole, useView } from '../../app/hooks.ts';
import { useWords } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import styles from './Announcements.module.css';

export function AnnouncementLine() {
  const announcements = useView((view) => view.announcements);
  // What comes after all were dismissed begins as one line again.
  return announcements.length === 0 ? null : <Line announcements={announcements} />;
}

function Line({ announcements }: { announcements: readonly AnnouncementView[] }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const { text, isCut } = useCut(announcements[0]?.id, open);
  const others = announcements.length - 1;
  const shown = open ? announcements : announcements.slice(0, 1);
  const more = others > 0 ? t('announcements.more', { count: others }) : t('announcements.readAll');
  const opener = (
    <Button look="plain" className={styles.press} aria-expanded={open} onClick={() => setOpen(!open)}>
      {open ? t('announcements.less') : more}
    </Button>
  );
  return (
    <section className={styles.line} aria-label={t('announcements.label')} data-open={open}>
      <ul className={styles.list} tabIndex={open ? 0 : undefined}>
        {shown.map((one, at) => (
          <Announcement
            key={one.id}
            announcement={one}
            text={at === 0 ? text : undefined}
            opener={at === 0 && (open || others > 0 || isCut) ? opener : null}
          />
        ))}
      </ul>
    </section>
  );
}

type Props = {
  announcement: AnnouncementView;
  text: Ref<HTMLElement> | undefined;
  opener: ReactNode;
};

function Announcement({ announcement: { id, text: words, at, from }, text, opener }: Props) {
  const { t, f } = useWords();
  const { clock } = useConsole();
  const commands = useCommands();
  return (
    <li className={styles.one} data-announcement={id}>
      <Icon name="megaphone" />
      <p className={styles.said}>
        <bdi className={styles.text} dir="auto" ref={text}>
          {words}
        </bdi>
        <span className={styles.by}>
          {from === null ? null : (
            <>
              <bdi>{from}</bdi> ·{' '}
            </>
          )}
          {f.dayClock(at, clock.now())}
        </span>
      </p>
      {opener}
      <Button
        look="plain"
        className={styles.press}
        aria-label={t('announcements.dismiss')}
        onClick={() => commands.dismissAnnouncement(id)}
      >
        <Icon name="close" />
      </Button>
    </li>
  );
}

/** Whether the text does not fit into its one line: then there is more to read. */
function useCut(of: string | undefined, open: boolean) {
  const text = useRef<HTMLElement>(null);
  const [isCut, setCut] = useState(false);
  useLayoutEffect(() => {
    const element = text.current;
    if (element === null || open) return undefined;
    const measure = () =>
      setCut(element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight + 1);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [of, open]);
  return { text, isCut };
}
