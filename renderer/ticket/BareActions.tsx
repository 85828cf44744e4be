// What can be pressed on an order that cannot be read here, as far as its id could.
import type { UnreadableView } from '../../contract/view.ts';
import { useBusy, useCommands } from '../app/hooks.ts';
import { useWords } from '../i18n/words.tsx';
import { Button } from '../ui/Button.tsx';
import styles from './TicketActions.module.css';

export function BareActions({ order }: { order: UnreadableView }) {
  const { t } = useWords();
  const commands = useCommands();
  const { id, answerable, column } = order;
  const busy = useBusy(id);
  return (
    <footer className={`${styles.actions} ${styles.bare}`}>
      {answerable && (column === 'new' || column === 'later') ? (
        <Button look="main" busy={busy} onClick={() => commands.press(id, 'accept')}>
          {t('action.accept')}
        </Button>
      ) : null}
      {answerable && column !== 'ready' ? (
        <Button busy={busy} onClick={() => commands.press(id, 'ready')}>
          {t('action.ready')}
        </Button>
      ) : null}
      <Button onClick={() => commands.handled(id)}>{t('action.handled')}</Button>
    </footer>
  );
}
