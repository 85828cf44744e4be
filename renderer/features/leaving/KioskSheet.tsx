// Makes this window a kiosk, which only a code leads out of: one of IT's, or one that is chosen here and typed twice.
import { useState } from 'react';
import type { Problem } from '../../app/commands.ts';
import { useCommands, useView } from '../../app/hooks.ts';
import { useWords } from '../../i18n/words.tsx';
import { CodePad } from '../../pad/CodePad.tsx';
import { shortestExitCode } from '../../pad/typed.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import styles from './Leaving.module.css';

export function KioskSheet({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const commands = useCommands();
  const { kiosk, exitCode } = useView(({ program }) => program);
  const locked = useView((view) => view.locked.includes('kiosk'));
  const [choosing, setChoosing] = useState(false);
  if (choosing) return <ChooseCode onClose={onClose} />;
  const leave = (): void => {
    commands.leaveKiosk();
    onClose();
  };
  return (
    <Sheet title={t('kiosk.title')} closeLabel={t('settings.close')} side="middle" onClose={onClose}>
      <p className={styles.said}>
        <Icon name="lock" />
        {t('kiosk.what')}
      </p>
      <p className={styles.small}>{t(exitCode === 'policy' ? 'kiosk.codeOfIt' : 'kiosk.ownCode')}</p>
      <div className={styles.ends}>
        {kiosk === 'lifted' && !locked ? (
          <Button look="side" onClick={leave}>
            {t('kiosk.off')}
          </Button>
        ) : null}
        {exitCode === 'own' ? (
          <Button look="side" onClick={() => setChoosing(true)}>
            {t('kiosk.another')}
          </Button>
        ) : null}
        <Button
          look="main"
          className={styles.main}
          onClick={() => (exitCode === null ? setChoosing(true) : void commands.enterKiosk(null))}
        >
          {t(exitCode === null ? 'kiosk.choose' : kiosk === 'lifted' ? 'kiosk.back' : 'kiosk.on')}
        </Button>
      </div>
    </Sheet>
  );
}

const different: Problem = { code: 'wrong-secret', message: '' };

function ChooseCode({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const commands = useCommands();
  const [first, setFirst] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const pad = {
    title: t('kiosk.title'),
    shortest: shortestExitCode,
    tooShort: t('kiosk.tooShort', { count: shortestExitCode }),
    onClose,
  };
  if (first === null)
    return (
      <CodePad
        {...pad}
        key="first"
        why={t('kiosk.keepIt')}
        label={t('kiosk.newCode')}
        enter={async (code) => {
          setTyped(code);
          return null;
        }}
        onTaken={() => setFirst(typed)}
      />
    );
  return (
    <CodePad
      {...pad}
      key="again"
      why={t('kiosk.typeAgain')}
      label={t('kiosk.again')}
      said={{ 'wrong-secret': t('kiosk.different'), 'not-allowed': t('kiosk.notKept') }}
      enter={async (code) => (code === first ? commands.enterKiosk(code) : different)}
      onTaken={onClose}
    />
  );
}

/** The way out, for whoever knows the code. */
export function ExitPad({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const commands = useCommands();
  return (
    <CodePad
      title={t('kiosk.exit')}
      why={t('kiosk.exitWhy')}
      label={t('kiosk.code')}
      shortest={shortestExitCode}
      tooShort={t('kiosk.tooShort', { count: shortestExitCode })}
      said={{ 'wrong-secret': t('kiosk.wrong') }}
      enter={commands.liftKiosk}
      onTaken={onClose}
      onClose={onClose}
    />
  );
}
