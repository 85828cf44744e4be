// Asks for a device's new name, and once more before a device is signed out.
import { useId, useState, type FormEvent } from 'react';
import type { ShownDevice } from '../../../contract/queries.ts';
import { devicePlace } from '../../app/commands.ts';
import { useBusy, useCommands, useProblem, useView } from '../../app/hooks.ts';
import { useWords } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import { closesOnEscape, Question } from '../../ui/Question.tsx';
import { failed } from './DeviceDeeds.tsx';
import styles from './Devices.module.css';

type Props = { device: ShownDevice; onDone: () => void; onClose: () => void };

export function RenameForm({ device: { id, name }, onDone, onClose }: Props) {
  const { t } = useWords();
  const commands = useCommands();
  const field = useId();
  const [text, setText] = useState(name);
  const place = devicePlace(id);
  const busy = useBusy(place);
  const problem = useProblem(place);
  const wanted = text.trim();
  const close = (): void => {
    commands.forget(place);
    onClose();
  };

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
      <div className={styles.buttons}>
        <Button
          look="main"
          type="submit"
          busy={busy}
          aria-disabled={wanted === ''}
          onKeyDown={closesOnEscape(onClose)}
        >
          {t('devices.save')}
        </Button>
        <Button onClick={close} onKeyDown={closesOnEscape(close)}>
          {t('devices.cancel')}
        </Button>
      </div>
      <p className={styles.came} role="alert">
        {problem === null ? null : t(`devices.failed.${failed(problem.code)}`)}
      </p>
    </form>
  );
}

export function RevokeQuestion({ device: { id, name }, onDone, onClose }: Props) {
  const { t } = useWords();
  const commands = useCommands();
  const place = devicePlace(id);
  const busy = useBusy(place);
  const problem = useProblem(place);
  const isOwn = useView((view) => view.device?.id === id);

  async function revoke(): Promise<void> {
    if ((await commands.revokeDevice(id)) === null) onDone();
  }

  return (
    <Question
      label={t('devices.revoke')}
      yes={t('devices.revoke')}
      no={t('devices.cancel')}
      busy={busy}
      problem={problem === null ? null : t(`devices.failed.${failed(problem.code)}`)}
      onYes={() => void revoke()}
      onNo={() => {
        commands.forget(place);
        onClose();
      }}
    >
      {t(isOwn ? 'devices.revokeOwn' : 'devices.revokeSure', { name })}
    </Question>
  );
}
