// Takes this console out of its restaurant: says what that means, what stands in the way, and asks twice.
import { useId, useState } from 'react';
import type { Problem } from '../../app/commands.ts';
import { useCommands, useView } from '../../app/hooks.ts';
import { useWords } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import { CheckBox } from '../../ui/CheckBox.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import styles from './Leave.module.css';

export function LeaveSheet({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const commands = useCommands();
  const restaurant = useView((view) => view.restaurant?.name ?? '');
  const ringing = useView((view) => view.bell.ringing);
  const [sure, setSure] = useState(false);
  const [discard, setDiscard] = useState(false);
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Problem | null>(null);
  // Once it has been answered, an order that rang no longer stands in the way.
  const problem = answer?.code === 'rings' && !ringing ? null : answer;
  const unsent = problem?.unsent ?? [];
  const messages = problem?.unsentMessages ?? 0;
  const waiting = unsent.length + messages;

  async function leave(): Promise<void> {
    setBusy(true);
    // Only what was listed here and given up may be lost: the first time nothing is.
    const refused = await commands.leave(discard && waiting > 0);
    setBusy(false);
    setDiscard(false);
    setAnswer(refused);
  }

  return (
    <Sheet title={t('leave.title')} closeLabel={t('settings.close')} side="middle" onClose={onClose}>
      <ul className={styles.facts}>
        <li>
          <Icon name="bellOff" />
          {t('leave.silent', { restaurant })}
        </li>
        <li>
          <Icon name="bin" />
          {t('leave.wiped')}
        </li>
        <li>
          <Icon name="lock" />
          {t('leave.back')}
        </li>
      </ul>
      {problem === null ? null : (
        <div className={styles.problem} role="alert">
          <p className={styles.said}>
            <Icon name="warn" />
            {problem.code === 'unsent' ? t('leave.unsent', { count: waiting }) : t(`error.${problem.code}`)}
          </p>
          {waiting > 0 ? (
            <>
              <ul className={styles.unsent}>
                {unsent.map(({ number, verb }, index) => (
                  // The same may have been pressed twice on one order; its place tells the two apart.
                  // oxlint-disable-next-line react/no-array-index-key
                  <li key={`${index} ${number} ${verb}`}>
                    <b>
                      <bdi>{number}</bdi>
                    </b>{' '}
                    {t(`did.${verb}`)}
                  </li>
                ))}
                {messages > 0 ? <li>{t('chat.unsent', { count: messages })}</li> : null}
              </ul>
              <p>{t('leave.wait')}</p>
            </>
          ) : null}
        </div>
      )}
      <Tick checked={sure} label={t('leave.sure')} onChange={setSure} />
      {waiting > 0 ? (
        <Tick checked={discard} label={t('leave.discard', { count: waiting })} onChange={setDiscard} />
      ) : null}
      <div className={styles.ends}>
        <Button look="side" onClick={onClose}>
          {t('leave.keep')}
        </Button>
        <Button
          look="main"
          className={styles.leave}
          busy={busy}
          aria-disabled={!sure || (unsent.length > 0 && !discard) || undefined}
          onClick={() => void leave()}
        >
          {t(busy ? 'leave.leaving' : 'leave.now')}
        </Button>
      </div>
    </Sheet>
  );
}

type TickProps = { checked: boolean; label: string; onChange: (checked: boolean) => void };

function Tick({ checked, label, onChange }: TickProps) {
  const id = useId();
  return (
    <label className={styles.tick} htmlFor={id}>
      <CheckBox id={id} checked={checked} onChange={onChange} />
      {label}
    </label>
  );
}
