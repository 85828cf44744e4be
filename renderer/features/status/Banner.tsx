// Not live: which part is broken since when, what still works, and "try now".
import type { StatusView } from '../../../contract/view.ts';
import { linkPlace } from '../../app/commands.ts';
import { useBusy, useCommands, useView } from '../../app/hooks.ts';
import { useWords, type Spoke } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import styles from './Status.module.css';

const quiet: ReadonlySet<StatusView['word']> = new Set([
  'live',
  'checked',
  'starting',
  'not-enrolled',
  'signed-out',
]);

export function Banner() {
  const words = useWords();
  const { t } = words;
  const commands = useCommands();
  const busy = useBusy(linkPlace);
  const status = useView((view) => view.status);
  if (quiet.has(status.word)) return null;
  const { broken, works } = bannerWords(status, words);
  return (
    <section className={styles.banner} data-word={status.word} role="status">
      <Icon name={status.word === 'catching-up' ? 'clock' : 'warn'} />
      <p>
        <b>{broken}</b> {works}
      </p>
      {status.word === 'catching-up' ? null : (
        <Button look="plain" className={styles.tryNow} busy={busy} onClick={() => commands.tryNow()}>
          {t(busy ? 'status.trying' : 'status.tryNow')}
        </Button>
      )}
    </section>
  );
}

function bannerWords(status: StatusView, { t, f }: Spoke): { broken: string; works: string } {
  const broken = status.parts.find(({ works }) => works === false);
  const time = f.clock(broken?.since ?? status.since);
  if (status.word === 'catching-up')
    return { broken: t('banner.catchingUp'), works: t('banner.catchingUpStill') };
  const why = t(`banner.${broken?.part ?? 'unknown'}`, { time });
  if (status.word === 'polling') return { broken: why, works: t('banner.pollingStill') };
  if (status.word === 'clock-wrong')
    return { broken: t('banner.clock', { time: f.clock(status.since) }), works: t('banner.clockStill') };
  if (broken?.part === 'sign-in') return { broken: why, works: t('banner.signInStill') };
  return { broken: why, works: t('banner.offlineStill') };
}
