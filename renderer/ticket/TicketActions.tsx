// The buttons of a ticket, by what its order's state machine allows.
import { use, type ComponentProps } from 'react';
import type { OrderView } from '../../contract/view.ts';
import { useBusy, useCommands, useConsole, useNow, useView } from '../app/hooks.ts';
import { useWords } from '../i18n/words.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Branch, Choice, Menu } from '../ui/Menu.tsx';
import { ChosenMinutesContext, useChosenMinutes } from './chosen-minutes.ts';
import { nextStep, usualPrepMinutes } from './next-step.ts';
import { acceptMinutes, commandToUndo, isManager, needsManager, stepsOf, takeBackOf } from './steps.ts';
import styles from './TicketActions.module.css';

type Props = {
  view: OrderView;
  hint: number | undefined;
  /** The key "U" would take back this order's step. */
  undoHint: boolean;
};

export function TicketActions(props: Props) {
  const { next, others } = stepsOf(props.view.order);
  if (next === 'understood') return <Understood {...props} />;
  if (next === 'accept') return <Waiting {...props} />;
  if (next === 'ready') return <Preparing {...props} />;
  if (next === 'collect' || others.includes('recall')) return <Done {...props} />;
  return null;
}

type NextProps = Pick<ComponentProps<typeof Button>, 'look' | 'className' | 'children'> & {
  view: OrderView;
  hint: number | undefined;
};

/** The one button of a ticket whose step a key of the bump bar takes, too. */
function Next({ view: { order }, hint, look = 'main', ...rest }: NextProps) {
  const { commands, clock } = useConsole();
  const busy = useBusy(order.id);
  const prepMinutes = usePrepMinutes();
  const chosenMinutes = useChosenMinutes(order.id);
  function press(): void {
    const step = nextStep(order, { chosenMinutes, prepMinutes, now: clock.now() });
    if (step) commands.press(step.order, step.verb, step.extra);
  }
  return (
    <Button
      {...rest}
      look={look}
      data-step="next"
      hint={hint === undefined ? undefined : String(hint)}
      busy={busy}
      onClick={press}
    />
  );
}

/** Of a status that is unknown here the order system may take more than "Understood". */
const mayBeTaken = ['accept', 'ready'] as const;

function Understood({ view, hint }: Props) {
  const others = view.order.status === 'unknown' ? mayBeTaken : [];
  const { t } = useWords();
  const commands = useCommands();
  return (
    <footer className={`${styles.actions} ${others.length > 0 ? styles.answers : ''}`}>
      <Next view={view} hint={hint} className={styles.wide}>
        {t('action.understood')}
      </Next>
      {others.map((verb) => (
        <Button key={verb} onClick={() => commands.press(view.order.id, verb)}>
          {t(`action.${verb}`)}
        </Button>
      ))}
    </footer>
  );
}

const stepMinutes = 5;
const usePrepMinutes = (): number => useView(({ restaurant }) => restaurant?.prepMinutes ?? usualPrepMinutes);

function Waiting({ view, hint }: Props) {
  const { t, f } = useWords();
  const commands = useCommands();
  const { order } = view;
  const chosen = use(ChosenMinutesContext);
  const prep = usePrepMinutes();
  const usual = useNow((now) => acceptMinutes(order, prep, now));
  const minutes = useChosenMinutes(order.id) ?? usual;
  const step = (by: number): void =>
    chosen.choose(order.id, Math.min(240, Math.max(stepMinutes, minutes + by)));
  return (
    <footer className={`${styles.actions} ${styles.waiting}`}>
      <Next view={view} hint={hint} className={styles.accept}>
        {t('action.accept')} <span className={styles.minutes}>{f.minutes(minutes * 60_000, 'up')}</span>
      </Next>
      <Button className={styles.step} aria-label={t('action.less')} onClick={() => step(-stepMinutes)}>
        <Icon name="minus" />
      </Button>
      <Button className={styles.step} aria-label={t('action.longer')} onClick={() => step(stepMinutes)}>
        <Icon name="plus" />
      </Button>
      <Menu
        button={<Button className={styles.reject}>{t('action.reject')}</Button>}
        title={t('action.rejectWhy')}
      >
        <Reasons onChoose={(reason) => commands.press(order.id, 'reject', { reason })} />
      </Menu>
    </footer>
  );
}

function Reasons({ onChoose }: { onChoose: (reason: string) => void }) {
  const reasons = useView(({ restaurant }) => restaurant?.rejectReasons);
  return (reasons ?? []).map((reason) => (
    <Choice key={reason} onChoose={() => onChoose(reason)}>
      <bdi>{reason}</bdi>
    </Choice>
  ));
}

function Preparing({ view, hint }: Props) {
  const { t } = useWords();
  const commands = useCommands();
  const { order } = view;
  const manager = useView(({ person }) => isManager(person));
  return (
    <footer className={styles.actions}>
      <Next view={view} hint={hint} className={styles.wide}>
        {t('action.ready')}
      </Next>
      <Menu
        button={
          <Button aria-label={t('action.moreFor', { number: order.number })}>{t('action.more')}</Button>
        }
      >
        {[5, 10, 15].map((minutes) => (
          <Choice key={minutes} onChoose={() => commands.press(order.id, 'delay', { minutes })}>
            <Icon name="clock" /> {t('action.delay', { count: minutes })}
          </Choice>
        ))}
        {manager || !needsManager('cancel', order) ? (
          <Branch
            title={t('action.cancelWhy')}
            label={
              <>
                <Icon name="cross" /> {t('action.cancel')}
              </>
            }
          >
            <Reasons onChoose={(reason) => commands.press(order.id, 'cancel', { reason })} />
          </Branch>
        ) : (
          <Choice disabled onChoose={() => {}}>
            <Icon name="lock" /> {t('action.cancel')} · {t('action.managerOnly')}
          </Choice>
        )}
      </Menu>
    </footer>
  );
}

/** Taking back keeps its place when "undo" runs out and becomes "back to kitchen": no button jumps under a finger. */
function Done({ view, hint, undoHint }: Props) {
  const { t } = useWords();
  const { commands } = useConsole();
  const { order } = view;
  const busy = useBusy(order.id);
  const manager = useView(({ person }) => isManager(person));
  const undo = useNow((now) => takeBackOf(view, now) === 'undo');
  const forbidden = !undo && needsManager('recall', order) && !manager;
  return (
    <footer className={`${styles.actions} ${styles.done}`}>
      {order.status === 'ready' ? (
        <Next view={view} hint={hint} look="side">
          {t('action.collect')}
        </Next>
      ) : null}
      {undo ? (
        <Button
          look="main"
          hint={undoHint ? 'U' : undefined}
          busy={busy}
          onClick={() => commands.undo(order.id, commandToUndo(view))}
        >
          {t('action.undo')}
        </Button>
      ) : (
        <Button
          aria-disabled={forbidden}
          title={forbidden ? t('action.managerOnly') : undefined}
          busy={busy}
          onClick={() => commands.press(order.id, 'recall')}
        >
          {forbidden ? <Icon name="lock" /> : null}{' '}
          {order.status === 'ready' ? t('action.recall') : t('action.recallClosed')}
        </Button>
      )}
    </footer>
  );
}
