// A thing to press. `main` is the next step, `side` the others, `plain` stands on the rail.
import type { ButtonHTMLAttributes } from 'react';
import styles from './Button.module.css';

type Props = ButtonHTMLAttributes<HTMLButtonElement> & {
  look?: 'main' | 'side' | 'plain';
  /** The key that does the same. */
  hint?: string | undefined;
  /** Pressed, and the effect is not here yet: it takes no second press, and keeps its focus. */
  busy?: boolean;
};

export function Button({ look = 'side', hint, busy = false, className, children, onClick, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      className={[styles.button, styles[look], className].filter(Boolean).join(' ')}
      aria-busy={busy || undefined}
      aria-disabled={busy || rest['aria-disabled'] || undefined}
      aria-keyshortcuts={hint}
      onClick={(event) => {
        if (!busy && rest['aria-disabled'] !== true) onClick?.(event);
      }}
    >
      <span className={styles.text}>{children}</span>
      {hint ? (
        <kbd className={styles.key} aria-hidden="true">
          {hint}
        </kbd>
      ) : null}
    </button>
  );
}
