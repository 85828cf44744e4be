// The self-test as IT runs it from a command line, shown as it goes: each check with what was found, what it means and what
// to do. It rings for nobody.
import { useState } from 'react';
import type { CheckName } from '../../../contract/self-test.ts';
import { selfTestPlace } from '../../app/commands.ts';
import { useBusy, useCommands, useProblem } from '../../app/hooks.ts';
import { useWords } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon, type IconName } from '../../ui/Icon.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { linesOf, sumOf, type Line } from './tally.ts';
import { useSelfTest, type Told } from './use-self-test.ts';
import styles from './SelfTest.module.css';

/** In the order in which they are told. Whatever is left out or named twice here does not compile. */
const places: { readonly [N in CheckName]: true } = {
  version: true,
  console: true,
  policy: true,
  'order-system': true,
  proxy: true,
  dns: true,
  tcp: true,
  tls: true,
  http: true,
  protocol: true,
  'sign-in': true,
  'pusher-connect': true,
  'pusher-subscribe': true,
  'test-event': true,
  clock: true,
  notifications: true,
  sound: true,
  tray: true,
  disk: true,
  autostart: true,
  watcher: true,
  keyring: true,
};
const names = Object.keys(places) as CheckName[];

export function SelfTestRoom({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const { told, again } = useSelfTest();
  return (
    <Sheet title={t('selfTest.title')} closeLabel={t('selfTest.close')} side="room" onClose={onClose}>
      <div className={styles.head}>
        <p role="status">
          <Summary told={told} />
        </p>
        <Button look="side" busy={!told.over} onClick={again}>
          {t('selfTest.again')}
        </Button>
      </div>
      <ul tabIndex={0} className={styles.list} aria-label={t('selfTest.title')} aria-busy={!told.over}>
        {linesOf(told, names).map((line) => (
          <Check key={line.id} line={line} />
        ))}
      </ul>
      <Diagnostics />
    </Sheet>
  );
}

function Summary({ told: { done, over, lost } }: { told: Told }) {
  const { t } = useWords();
  if (lost) return <>{t('selfTest.lost')}</>;
  if (!over) return <>{t('selfTest.running', { done: done.length, all: names.length })}</>;
  const { word, count } = sumOf(done);
  return <>{t(word, { count })}</>;
}

const icons: Record<NonNullable<Line['checked']>['verdict'], IconName> = {
  ok: 'check',
  warn: 'warn',
  fail: 'cross',
  skipped: 'minus',
};

function Check({ line: { id, checked } }: { line: Line }) {
  const { t } = useWords();
  const verdict = checked?.verdict ?? 'running';
  return (
    <li className={styles.check} data-check={id} data-verdict={verdict}>
      <Icon name={checked === null ? 'clock' : icons[checked.verdict]} />
      <div>
        <h3>
          {t(`selfTest.checks.${id}`)} <small>{t(`selfTest.verdicts.${verdict}`)}</small>
        </h3>
        {checked === null ? null : (
          // For whoever looks after it: the same words as on the command line.
          <div lang="en" dir="ltr" className={styles.words}>
            <p>{checked.what}</p>
            {checked.why === '' ? null : <p>{checked.why}</p>}
            {checked.todo === '' ? null : <p className={styles.todo}>{checked.todo}</p>}
          </div>
        )}
      </div>
    </li>
  );
}

function Diagnostics() {
  const { t } = useWords();
  const commands = useCommands();
  const busy = useBusy(selfTestPlace);
  const problem = useProblem(selfTestPlace);
  const [file, setFile] = useState<string | null>(null);
  async function save(): Promise<void> {
    setFile(null);
    setFile(await commands.saveDiagnostics());
  }
  return (
    <div className={styles.foot}>
      <div role="status">
        {busy ? (
          <p>{t('selfTest.saving')}</p>
        ) : problem !== null ? (
          <p>
            {t('selfTest.notSaved')}{' '}
            <bdi lang="en" className={styles.file}>
              {problem.message}
            </bdi>
          </p>
        ) : file === null ? (
          <p>{t('selfTest.about')}</p>
        ) : (
          <p>
            {t('selfTest.saved')} <bdi className={styles.file}>{file}</bdi>
          </p>
        )}
      </div>
      <Button look="side" busy={busy} onClick={() => void save()}>
        {t('selfTest.save')}
      </Button>
    </div>
  );
}
