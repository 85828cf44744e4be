// A panel over the window. It is not modal to the browser: what rings stays above it, in sight and in reach; whatever
// else lies below is `inert` while a screen covers it.
import { useId, type ReactNode } from 'react';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';
import styles from './Sheet.module.css';

type Props = {
  title: string;
  closeLabel: string;
  /**
   * `end` stands beside the queue, `paper` too and is as wide as a ticket wants to be, `room` takes the queue's place,
   * `pad` is for keys to type with.
   */
  side: 'end' | 'paper' | 'middle' | 'pad' | 'room';
  onClose: () => void;
  children: ReactNode;
};

export function Sheet({ title, closeLabel, side, onClose, children }: Props) {
  const id = useId();
  return (
    <>
      {/* For a finger beside the panel; by key it is Escape. */}
      <div className={styles.veil} aria-hidden="true" onPointerDown={onClose} />
      <dialog open className={`${styles.sheet} ${styles[side]}`} aria-labelledby={id} tabIndex={-1}>
        <div className={styles.inside}>
          <div className={styles.head}>
            <h2 id={id}>{title}</h2>
            <Button look="plain" aria-label={closeLabel} onClick={onClose}>
              <Icon name="close" />
            </Button>
          </div>
          {children}
        </div>
      </dialog>
    </>
  );
}
