// A pad to type a code of digits with: keys for a finger, and the same by keyboard.
import { useEffect, useId, useRef, useState, type KeyboardEvent, type SubmitEvent } from 'react';
import type { Problem } from '../app/commands.ts';
import { useConsole, useNow } from '../app/hooks.ts';
import { useWords, type Spoke } from '../i18n/words.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { digitsOf, longest, typed } from './typed.ts';
import styles from './CodePad.module.css';

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Left alone for so long, the pad gives the queue back. */
const idleMs = 30_000;

export type PadProps = {
  title: string;
  /** What the code is for. */
  why: string;
  label: string;
  shortest: number;
  tooShort: string;
  /** What is said of a code that was not taken, where there are better words than for any other problem. */
  said?: Partial<Record<Problem['code'], string>>;
  /** null: it was taken. */
  enter: (code: string) => Promise<Problem | null>;
  /** Once it was taken. */
  onTaken: () => void;
  onClose: () => void;
};

export function CodePad({
  title,
  why,
  label,
  shortest,
  tooShort,
  said = {},
  enter: take,
  onTaken,
  onClose,
}: PadProps) {
  const words = useWords();
  const { t } = words;
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
    const refused = await take(pin);
    if (refused === null) return onTaken();
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
    { tooShort, said },
    words,
  );
  const waiting = wait > 0 || undefined;
  return (
    <Sheet title={title} closeLabel={t('person.close')} side="pad" onClose={onClose}>
      <form className={styles.form} noValidate onSubmit={(event) => void enter(event)} onKeyDown={keyed}>
        <p className={styles.why}>{why}</p>
        <label htmlFor={id} className={styles.name}>
          {label}
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
          {sentence(what, wait, { tooShort, said }, words)}
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

type Said = Problem | 'checking' | 'too-short' | null;

function sentence(
  what: Said,
  wait: number,
  own: Pick<PadProps, 'tooShort' | 'said'>,
  { t, f }: Spoke,
): string {
  if (what === 'checking') return t('person.checking');
  if (what === 'too-short') return own.tooShort;
  if (what === null) return '';
  if (what.code === 'throttled')
    return wait > 0
      ? `${t('error.throttled')} ${t('person.wait', { time: wait < 120 ? f.seconds(wait) : f.minutes(wait * 1000, 'up') })}`
      : t('person.again');
  return own.said?.[what.code] ?? t(`error.${what.code}`);
}
