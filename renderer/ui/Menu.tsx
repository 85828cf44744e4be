// A menu that opens from a button; not modal, so that it adds no style of its own to the page.
import {
  cloneElement,
  createContext,
  use,
  useState,
  type ButtonHTMLAttributes,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
} from 'react';
import { DropdownMenu } from 'radix-ui';
import { useWords } from '../i18n/words.tsx';
import styles from './Menu.module.css';

type Props = {
  button: ReactElement<ButtonHTMLAttributes<HTMLButtonElement>>;
  title?: string;
  children: ReactNode;
};

/** What lies below a screen is inert, so a menu opens where its button stands. */
const roomOf = (button: Element): Element =>
  button.closest('dialog') ?? document.querySelector('main') ?? document.body;
const RoomContext = createContext<Element | null>(null);

export function Menu({ button, title, children }: Props) {
  const { dir } = useWords();
  const [room, setRoom] = useState<Element | null>(null);
  // Every ticket has a menu and hardly any is opened: its works are only built when somebody asks for it.
  if (room === null)
    return cloneElement(button, {
      'aria-haspopup': 'menu',
      'aria-expanded': false,
      onClick: ({ currentTarget }: MouseEvent<HTMLButtonElement>) => setRoom(roomOf(currentTarget)),
    });
  return (
    <DropdownMenu.Root modal={false} dir={dir} defaultOpen>
      <DropdownMenu.Trigger asChild>{button}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={room as HTMLElement}>
        <DropdownMenu.Content
          className={`${styles.menu} paper`}
          sideOffset={6}
          collisionPadding={12}
          align="end"
          loop
        >
          {title ? <DropdownMenu.Label className={styles.title}>{title}</DropdownMenu.Label> : null}
          <RoomContext value={room}>{children}</RoomContext>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

type ChoiceProps = {
  name?: string;
  onChoose: () => void;
  disabled?: boolean;
  badge?: number;
  children: ReactNode;
};

export function Choice({ name, onChoose, disabled = false, badge = 0, children }: ChoiceProps) {
  return (
    <DropdownMenu.Item className={styles.choice} data-choice={name} onSelect={onChoose} disabled={disabled}>
      {children}
      {badge > 0 ? <span className={styles.badge}>{badge}</span> : null}
    </DropdownMenu.Item>
  );
}

type BranchProps = { label: ReactNode; title: string; children: ReactNode };

/** A choice that asks one more question. */
export function Branch({ label, title, children }: BranchProps) {
  const room = use(RoomContext);
  return (
    <DropdownMenu.Sub>
      <DropdownMenu.SubTrigger className={styles.choice}>{label}</DropdownMenu.SubTrigger>
      <DropdownMenu.Portal container={room as HTMLElement | null}>
        <DropdownMenu.SubContent className={`${styles.menu} paper`} collisionPadding={12} loop>
          <DropdownMenu.Label className={styles.title}>{title}</DropdownMenu.Label>
          {children}
        </DropdownMenu.SubContent>
      </DropdownMenu.Portal>
    </DropdownMenu.Sub>
  );
}
