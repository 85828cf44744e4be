// Stepping in by PIN: keys for a finger, and the same by keyboard.
import { useEffect, useId, useRef, useState, type KeyboardEvent, type SubmitEvent } from 'react';
import type { Problem } from '../../app/commands.ts';
import { useCommands, useConsole, useNow } from '../../app/hooks.ts';
import { useWords, type Spoke } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { digitsOf, longest, shortest, typed } from './pin.ts';
import styles from './Person.module.css';

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Left alone for so long, the pad gives the queue back. */
const idleMs = 30_000;

export function PinPad({ onClose }: { onClose: () => void }) {
  const words = useWords();
  const { t } = words;
  const commands = useCommands();
  const { clock } = useConsole();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [pin, setPin] = useState('');
  const [problem, setProblem] = useState<Problem | 'too-short' | null>(null);
  const [checking, setChecking] = useState(false);
  const [waitUntil, setWaitUntil] = useState(0);
  const wait = useNow((now) => Math.max(0, Math.ceil((waitUntil - now) / 1000)));
  const closed = checking || wait > 0;

  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    if (closed) return undefined;
    const timer = setTimeout(onClose, idleMs);
    return () => clearTimeout(timer);
  }, [closed, onClose, pin]);

  function type(next: string): void {
    if (closed) return;
    setProblem(null);
    setPin(next);
  }

  async function enter(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (closed) return;
    if (pin.length < shortest) return setProblem('too-short');
    setChecking(true);
    const refused = await commands.stepIn(pin);
    if (refused === null) return onClose();
    setChecking(false);
    setPin('');
    setProblem(refused);
    setWaitUntil(
      refused.retryAfterSeconds === undefined ? 0 : clock.now() + refused.retryAfterSeconds * 1000,
    );
    field.current?.focus();
  }

  function keyed(event: KeyboardEvent): void {
    // The field takes its own keys; these are for whoever stands on a key of the pad.
    if (event.target === field.current) return;
    const next = typed(pin, event.key);
    if (next === null) return;
    event.preventDefault();
    type(next);
  }

  // A finger on a key must not take the focus from the field: the next digit may come from the keyboard.
  const stay = { onPointerDown: (event: { preventDefault(): void }) => event.preventDefault() };
  const what = checking ? 'checking' : problem;
  // A screen reader is told the wait once; a countdown would talk every second.
  const told = sentence(
    what,
    wait > 0 && typeof problem === 'object' ? (problem?.retryAfterSeconds ?? 0) : 0,
    words,
  );
  const waiting = wait > 0 || undefined;
  return (
    <Sheet title={t('person.stepIn')} closeLabel={t('person.close')} side="pad" onClose={onClose}>
      <form className={styles.form} noValidate onSubmit={(event) => void enter(event)} onKeyDown={keyed}>
        <p className={styles.why}>{t('person.why')}</p>
        <label htmlFor={id} className={styles.name}>
          {t('person.pin')}
        </label>
        <input
          ref={field}
          id={id}
          className={styles.pin}
          type="password"
          inputMode="numeric"
          autoComplete="off"
          dir="ltr"
          maxLength={longest}
          value={pin}
          readOnly={closed}
          aria-describedby={`${id}-said`}
          aria-invalid={problem !== null}
          onChange={(event) => type(digitsOf(event.target.value))}
        />
        <p id={`${id}-said`} className="unseen" role="alert">
          {told}
        </p>
        <p className={styles.said} aria-hidden="true">
          {sentence(what, wait, words)}
        </p>
        <div className={styles.keys} dir="ltr">
          {digits.map((digit) => (
            <Button
              key={digit}
              {...stay}
              className={styles.key}
              aria-disabled={waiting}
              onClick={() => type(digitsOf(pin + digit))}
            >
              {digit}
            </Button>
          ))}
          <Button
            {...stay}
            className={styles.key}
            aria-label={t('person.delete')}
            aria-disabled={waiting}
            onClick={() => type(pin.slice(0, -1))}
          >
            <Icon name="delete" />
          </Button>
          <Button
            {...stay}
            className={styles.key}
            aria-disabled={waiting}
            onClick={() => type(digitsOf(`${pin}0`))}
          >
            0
          </Button>
          <Button
            {...stay}
            type="submit"
            look="main"
            className={`${styles.key} ${styles.go}`}
            busy={checking}
            aria-disabled={waiting}
          >
            {t('person.enter')}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}

function sentence(what: Problem | 'checking' | 'too-short' | null, wait: number, { t, f }: Spoke): string {
  if (what === 'checking') return t('person.checking');
  if (what === 'too-short') return t('person.tooShort', { count: shortest });
  if (what === null) return '';
  switch (what.code) {
    case 'throttled':
      return wait > 0
        ? `${t('error.throttled')} ${t('person.wait', { time: wait < 120 ? f.seconds(wait) : f.minutes(wait * 1000, 'up') })}`
        : t('person.again');
    case 'unreachable':
      return t('person.unreachable');
    default:
      return t(`error.${what.code}`);
  }
}
