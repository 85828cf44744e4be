// Asks for a device's new name, and once more before a device is signed out.
import { useId, useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react';
import type { ShownDevice } from '../../../contract/queries.ts';
import { devicePlace } from '../../app/commands.ts';
import { useBusy, useCommands, useProblem, useView } from '../../app/hooks.ts';
import { useWords } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import { failed } from './DeviceDeeds.tsx';
import styles from './Devices.module.css';

type Props = { device: ShownDevice; onDone: () => void; onClose: () => void };

export function RenameForm({ device: { id, name }, onDone, onClose }: Props) {
  const { t } = useWords();
  const commands = useCommands();
  const field = useId();
  const [text, setText] = useState(name);
  const busy = useBusy(devicePlace(id));
  const wanted = text.trim();

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (wanted === '') return;
    if (wanted === name) return onClose();
    if ((await commands.renameDevice(id, wanted)) === null) onDone();
  }

  return (
    <form className={styles.form} onSubmit={(event) => void save(event)}>
      <label className="unseen" htmlFor={field}>
        {t('devices.name')}
      </label>
      <input
        id={field}
        type="text"
        value={text}
        maxLength={80}
        // Whoever asked for it is about to type.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        onFocus={(event) => event.target.select()}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={closesOnEscape(onClose)}
      />
      <Buttons id={id} onClose={onClose}>
        <Button
          look="main"
          type="submit"
          busy={busy}
          aria-disabled={wanted === ''}
          onKeyDown={closesOnEscape(onClose)}
        >
          {t('devices.save')}
        </Button>
      </Buttons>
    </form>
  );
}

export function RevokeQuestion({ device: { id, name }, onDone, onClose }: Props) {
  const { t } = useWords();
  const commands = useCommands();
  const busy = useBusy(devicePlace(id));
  const isOwn = useView((view) => view.device?.id === id);

  async function revoke(): Promise<void> {
    if ((await commands.revokeDevice(id)) === null) onDone();
  }

  return (
    <div className={styles.question} role="alertdialog" aria-label={t('devices.revoke')}>
      <p>{t(isOwn ? 'devices.revokeOwn' : 'devices.revokeSure', { name })}</p>
      <Buttons id={id} onClose={onClose} stands>
        <Button look="main" busy={busy} onClick={() => void revoke()} onKeyDown={closesOnEscape(onClose)}>
          {t('devices.revoke')}
        </Button>
      </Buttons>
    </div>
  );
}

/** What is asked last is left first: the room stays. */
const closesOnEscape =
  (close: () => void) =>
  (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    close();
  };

type ButtonsProps = {
  id: string;
  onClose: () => void;
  /** Whoever is asked stands on this answer. */
  stands?: boolean;
  children: ReactNode;
};

function Buttons({ id, onClose, stands = false, children }: ButtonsProps) {
  const { t } = useWords();
  const commands = useCommands();
  const problem = useProblem(devicePlace(id));
  const close = (): void => {
    commands.forget(devicePlace(id));
    onClose();
  };
  return (
    <>
      <div className={styles.buttons}>
        {children}
        {/* Where nothing is asked yet, doing nothing is what is next. */}
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
        <Button autoFocus={stands} onClick={close} onKeyDown={closesOnEscape(close)}>
          {t('devices.cancel')}
        </Button>
      </div>
      <p className={styles.came} role="alert">
        {problem === null ? null : t(`devices.failed.${failed(problem.code)}`)}
      </p>
    </>
  );
}
