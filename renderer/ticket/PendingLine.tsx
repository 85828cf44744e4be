// What became of the last press: not sent yet, on its way, or refused with the reason.
import type { OrderView } from '../../contract/view.ts';
import { useCommands, useProblem } from '../app/hooks.ts';
import { useWords } from '../i18n/words.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import styles from './PendingLine.module.css';

export function PendingLine({ order, pending }: { order: string; pending: OrderView['pending'] }) {
  const { t } = useWords();
  const commands = useCommands();
  const problem = useProblem(order);
  if (problem)
    return (
      <div className={styles.refused} role="alert">
        <Icon name="warn" />
        <p>{t(`error.${problem.code}`)}</p>
        <Button onClick={() => commands.forget(order)}>{t('action.dismiss')}</Button>
      </div>
    );
  if (!pending || pending.state === 'sent') return null;
  if (pending.state === 'refused')
    return (
      <div className={styles.refused} role="alert">
        <Icon name="warn" />
        <p>
          {t('pending.refused', { what: t(`did.${pending.verb}`) })}
          {pending.problem === null ? null : (
            <>
              {' '}
              <bdi>{pending.problem}</bdi>
            </>
          )}
        </p>
        <Button onClick={() => commands.dismissRefused(order)}>{t('action.dismiss')}</Button>
      </div>
    );
  const taken = pending.undoable && pending.verb !== 'ready';
  return (
    <div className={styles.pending} data-state={pending.state}>
      <Icon name={pending.state === 'not-sent' ? 'cloudOff' : 'clock'} />
      <p>{t(`pending.${pending.state}`)}</p>
      {taken ? (
        <Button onClick={() => commands.undo(order, pending.command)}>
          <Icon name="undo" /> {t('action.undo')}
        </Button>
      ) : null}
    </div>
  );
}
