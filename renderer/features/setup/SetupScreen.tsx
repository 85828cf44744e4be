// Connects this console to a restaurant: the order system's address and an enrolment code.
import { useId, useState, type FormEvent, type ReactNode } from 'react';
import { useCommands, useCovered, useView } from '../../app/hooks.ts';
import type { Problem } from '../../app/commands.ts';
import { useWords } from '../../i18n/words.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { addressProblem, codeProblem, isOpenToListeners, tidyAddress } from './setup-check.ts';
import styles from './SetupScreen.module.css';

type Props = {
  bell: ReactNode;
  /** Whoever cannot read this needs the language first: the settings are in it. */
  menu: ReactNode;
  bars: ReactNode;
};

export function SetupScreen({ bell, menu, bars }: Props) {
  const { t } = useWords();
  const covered = useCovered();
  const commands = useCommands();
  const signedOut = useView((view) => view.status.word === 'signed-out');
  const [url, setUrl] = useState('');
  const [code, setCode] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const wrongUrl = tried ? addressProblem(url) : null;
  const wrongCode = tried ? codeProblem(code) : null;

  async function connect(event: FormEvent): Promise<void> {
    event.preventDefault();
    setTried(true);
    setProblem(null);
    if (busy || addressProblem(url) !== null || codeProblem(code) !== null) return;
    setBusy(true);
    setProblem(await commands.enrol(tidyAddress(url), code.trim()));
    setBusy(false);
  }

  return (
    <main className={styles.screen} tabIndex={-1}>
      <div className={styles.bell}>{bell}</div>
      <div className={styles.corner} inert={covered}>
        {menu}
      </div>
      <div className={styles.bars} inert={covered}>
        {bars}
      </div>
      <form
        className={`${styles.card} paper`}
        inert={covered}
        noValidate
        onSubmit={(event) => void connect(event)}
      >
        <p className={styles.product}>
          <Icon name="bell" /> {t('setup.product')}
        </p>
        <h1>{t(signedOut ? 'setup.signedOut' : 'setup.title')}</h1>
        <p>{t(signedOut ? 'setup.signedOutIntro' : 'setup.intro')}</p>
        <Field
          label={t('setup.url')}
          hint={t('setup.urlHint')}
          wrong={wrongUrl === null ? null : t(`setup.${wrongUrl}`)}
          value={url}
          type="url"
          onChange={setUrl}
        />
        {isOpenToListeners(url) ? (
          <div className={styles.problem} role="status" data-warning="plain-http">
            <Icon name="warn" />
            <p>{t('setup.plainHttp')}</p>
          </div>
        ) : null}
        <Field
          label={t('setup.code')}
          hint={t('setup.codeHint')}
          wrong={wrongCode === null ? null : t(`setup.${wrongCode}`)}
          value={code}
          type="text"
          onChange={setCode}
        />
        {problem ? (
          <div className={styles.problem} role="alert">
            <Icon name="warn" />
            <p>
              <b>{t('setup.failed')}</b> {t(`error.${problem.code}`)}{' '}
              {problem.message === '' ? null : <bdi className={styles.cause}>{problem.message}</bdi>}
            </p>
          </div>
        ) : null}
        <button type="submit" className={styles.connect} aria-disabled={busy || undefined}>
          {t(busy ? 'setup.connecting' : 'setup.connect')}
        </button>
        <details className={styles.help}>
          <summary>{t('setup.helpTitle')}</summary>
          <p>{t('setup.help')}</p>
        </details>
      </form>
    </main>
  );
}

type FieldProps = {
  label: string;
  hint: string;
  wrong: string | null;
  value: string;
  type: 'url' | 'text';
  onChange: (value: string) => void;
};

function Field({ label, hint, wrong, value, type, onChange }: FieldProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type={type}
        dir="ltr"
        value={value}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        aria-describedby={`${id}-hint`}
        aria-invalid={wrong !== null}
        onChange={(event) => onChange(event.target.value)}
      />
      <p id={`${id}-hint`} className={wrong === null ? styles.hint : styles.wrong}>
        {wrong ?? hint}
      </p>
    </div>
  );
}
