// Not live: which part is broken since when, what still works, and what can be done about it now.
import type { StatusView, View } from '../../../contract/view.ts';
import { linkPlace } from '../../app/commands.ts';
import { useBusy, useCommands, useView } from '../../app/hooks.ts';
import { useWords, type Spoke } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import styles from './Status.module.css';

const quiet: ReadonlySet<StatusView['word']> = new Set(['live', 'checked', 'starting', 'not-enrolled']);

/** `onConnect`: signed out, but what is known stays readable; connecting again is another screen. */
/** What is wrong with the versions, where the connection itself is well. */
const versionWords = {
  'console-too-old': { broken: 'banner.consoleTooOld', works: 'banner.consoleTooOldStill' },
  'backend-too-old': { broken: 'banner.backendTooOld', works: 'banner.backendTooOldStill' },
  orders: { broken: 'banner.unreadable', works: 'banner.unreadableStill' },
} as const;

export function Banner({ onConnect }: { onConnect: () => void }) {
  const words = useWords();
  const status = useView((view) => view.status);
  const fit = useView((view) => view.fit);
  if (quiet.has(status.word)) return null;
  const { broken, works } = bannerWords(status, fit, words);
  return (
    <section className={styles.banner} data-word={status.word} role="status">
      <Icon name={status.word === 'catching-up' ? 'clock' : 'warn'} />
      <p>
        <b>{broken}</b> {works}
      </p>
      <Remedy word={status.word} onConnect={onConnect} />
    </section>
  );
}

function Remedy({ word, onConnect }: { word: StatusView['word']; onConnect: () => void }) {
  const { t } = useWords();
  const commands = useCommands();
  const busy = useBusy(linkPlace);
  if (word === 'catching-up' || word === 'needs-update') return null;
  if (word === 'signed-out')
    return (
      <Button look="plain" className={styles.remedy} onClick={onConnect}>
        {t('status.connect')}
      </Button>
    );
  return (
    <Button look="plain" className={styles.remedy} busy={busy} onClick={() => commands.tryNow()}>
      {t(busy ? 'status.trying' : 'status.tryNow')}
    </Button>
  );
}

function bannerWords(
  status: StatusView,
  fit: View['fit'],
  { t, f }: Spoke,
): { broken: string; works: string } {
  const part = status.parts.find(({ works }) => works === false);
  const time = f.clock(part?.since ?? status.since);
  const why = t(`banner.${part?.inWay ?? part?.part ?? 'unknown'}`, { time });
  switch (status.word) {
    case 'catching-up':
      return { broken: t('banner.catchingUp'), works: t('banner.catchingUpStill') };
    case 'signed-out':
      return { broken: t('banner.sign-in', { time }), works: t('banner.signInStill') };
    case 'clock-wrong':
      return { broken: t('banner.clock', { time }), works: t('banner.clockStill') };
    case 'needs-update': {
      const said = versionWords[fit === 'console-too-old' || fit === 'backend-too-old' ? fit : 'orders'];
      return { broken: t(said.broken), works: t(said.works) };
    }
    case 'polling':
      return { broken: why, works: t('banner.pollingStill') };
    default:
      return {
        broken: why,
        works: t(part?.part === 'sign-in' ? 'banner.signInStill' : 'banner.offlineStill'),
      };
  }
}
