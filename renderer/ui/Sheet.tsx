// A panel over the window on the browser's own <dialog>: it keeps the focus inside and closes with Escape.
import { useId, useLayoutEffect, useRef, type ReactNode } from 'react';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';
import styles from './Sheet.module.css';

type Props = {
  title: string;
  closeLabel: string;
  /** `pad` is for keys to type with. */
  side: 'end' | 'middle' | 'pad';
  onClose: () => void;
  children: ReactNode;
};

export function Sheet({ title, closeLabel, side, onClose, children }: Props) {
  const sheet = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Closed while it still stands in the page: only then the focus goes back to where it came from.
  useLayoutEffect(() => {
    const element = sheet.current;
    if (element && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={sheet}
      className={`${styles.sheet} ${styles[side]}`}
      aria-labelledby={id}
      onClose={(event) => {
        // React lets a sheet's closing rise to the sheet it was opened from.
        if (event.target === sheet.current) onClose();
      }}
      onClick={(event) => {
        if (event.target === sheet.current) sheet.current?.close();
      }}
    >
      <div className={styles.inside}>
        <div className={styles.head}>
          <h2 id={id}>{title}</h2>
          <Button look="plain" aria-label={closeLabel} onClick={() => sheet.current?.close()}>
            <Icon name="close" />
          </Button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
