// Asks once more before something that cannot be taken back, in the row that it is about. Whoever is asked stands on "no".
import type { KeyboardEvent, ReactNode } from 'react';
import { Button } from './Button.tsx';
import styles from './Question.module.css';

type Props = {
  label: string;
  /** What is asked. */
  children: ReactNode;
  yes: string;
  no: string;
  busy: boolean;
  /** Why it was not done; null: nothing is known of that. */
  problem: string | null;
  onYes: () => void;
  onNo: () => void;
};

export function Question({ label, children, yes, no, busy, problem, onYes, onNo }: Props) {
  const onKeyDown = closesOnEscape(onNo);
  return (
    <div className={styles.question} role="alertdialog" aria-label={label}>
      <p>{children}</p>
      <div className={styles.buttons}>
        <Button look="main" className={styles.main} busy={busy} onClick={onYes} onKeyDown={onKeyDown}>
          {yes}
        </Button>
        {/* Doing nothing is what is next. */}
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
        <Button autoFocus onClick={onNo} onKeyDown={onKeyDown}>
          {no}
        </Button>
      </div>
      <p className={styles.came} role="alert">
        {problem}
      </p>
    </div>
  );
}

/** What is asked last is left first: the room stays. */
export const closesOnEscape =
  (close: () => void) =>
  (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    close();
  };
