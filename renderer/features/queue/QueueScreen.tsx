// The first screen: what is new, what is being made, what waits to be picked up.
import { use, useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { OrderView } from '../../../contract/view.ts';
import { useConsole, useCovered, useNow, useView } from '../../app/hooks.ts';
import { useWords } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import { useCalledOrder } from './called-order.ts';
import { useReturnToQueue } from './return-to-queue.ts';
import { useQueueKeys, type KeyAct } from './queue-keys.ts';
import { ChosenMinutesContext, type ChosenMinutes } from '../../ticket/chosen-minutes.ts';
import { Column } from './Column.tsx';
import { Oldest, Urgent } from './ColumnSubs.tsx';
import { columnsOf, type ColumnName } from './columns.ts';
import { useChoosing } from './choosing.ts';
import { useKeys } from './use-ticket-keys.ts';
import { KeyLine } from './KeyHelp.tsx';
import { commandOfKey } from './key-command.ts';
import { matches } from '../../ticket/search.ts';
import { stepsOf, undoTarget } from '../../ticket/steps.ts';
import { orderOfKey } from './ticket-keys.ts';
import { UnreadableShelf } from './UnreadableShelf.tsx';
import { TopBar, type Tab } from './TopBar.tsx';
import styles from './QueueScreen.module.css';

type Props = {
  bell: ReactNode;
  person: ReactNode;
  status: ReactNode;
  menu: ReactNode;
  bars: ReactNode;
  /** Quiet, and below everything that waits. */
  line: ReactNode;
  foot: ReactNode;
};

const emptyWords = {
  new: 'column.emptyNew',
  preparing: 'column.emptyPreparing',
  ready: 'column.emptyReady',
  later: 'column.emptyLater',
  closed: 'column.emptyClosed',
} as const;

export function QueueScreen({ bell, person, status, menu, bars, line, foot }: Props) {
  const { t } = useWords();
  // Nothing rings there.
  const isOffice = useView(({ device }) => device?.kind === 'office');
  const { store, commands, clock, navigation } = useConsole();
  const covered = useCovered();
  const orders = useView((view) => view.orders);
  const columns = useMemo(() => columnsOf(orders), [orders]);
  const [tab, setTab] = useState<Tab>('queue');
  const [query, setQuery] = useState('');
  const chosen = useChosenOf(orders);
  const searchField = useRef<HTMLInputElement>(null);
  const { board, onVisible } = useKeys();
  const focus = useCalledOrder(setTab, setQuery);
  const undoable = useNow((now) => undoTarget(orders, now)?.order.id ?? null);
  const backToQueue = useCallback(() => {
    setTab('queue');
    setQuery('');
  }, []);
  useReturnToQueue(tab !== 'queue' || query !== '', backToQueue);

  const choosing = useChoosing();
  const { begin, end } = choosing;

  const act = useCallback(
    (found: KeyAct): void => {
      const view = store.get();
      if (!view) return;
      end();
      switch (found.kind) {
        case 'choose': {
          const here = document.activeElement?.closest<HTMLElement>('[data-order]')?.dataset['order'];
          if (here === undefined) begin();
          else navigation.open('order', { order: here });
          return;
        }
        case 'open': {
          const id = orderOfKey(board, found.key);
          if (id !== null) navigation.open('order', { order: id });
          return;
        }
        case 'history':
          navigation.open('history');
          return;
        case 'inbox':
          if (view.inbox !== null) navigation.open('inbox');
          return;
        case 'next':
        case 'undo': {
          const command = commandOfKey(found, { view, board, chosenMinutes: chosen.of, now: clock.now() });
          if (command?.kind === 'press') commands.press(command.order, command.verb, command.extra);
          else if (command) commands.undo(command.order, command.command);
          return;
        }
        case 'search':
          searchField.current?.focus();
          return;
        case 'help':
          navigation.open('keys');
          return;
        default:
          found satisfies never;
      }
    },
    [begin, board, chosen, clock, commands, end, navigation, store],
  );
  useQueueKeys(covered, choosing.is, act);

  const found = (name: ColumnName): OrderView[] =>
    // A search must never hide an order that nobody has heard yet.
    query.trim() === '' || name === 'new'
      ? columns[name]
      : columns[name].filter(({ order }) => matches(order, query));
  const column = (name: ColumnName, sub?: ReactNode) => (
    <Column
      key={name}
      name={name}
      title={t(`column.${name}`)}
      orders={found(name)}
      total={columns[name].length}
      query={query.trim()}
      sub={sub}
      empty={
        query.trim() === ''
          ? t(isOffice && name === 'new' ? 'bell.quiet' : emptyWords[name])
          : t('column.noMatch')
      }
      keys={board.keys}
      undoable={undoable}
      slim={name === 'ready' || name === 'closed'}
      focus={focus}
      onVisible={onVisible}
    />
  );

  return (
    <div className={styles.screen}>
      <TopBar
        bell={bell}
        tab={tab}
        onTab={setTab}
        later={columns.later.length}
        query={query}
        onQuery={setQuery}
        searchField={searchField}
      >
        {person}
        {status}
        {menu}
      </TopBar>
      <div className={styles.bars} inert={covered}>
        {bars}
        <UnreadableShelf />
        {query.trim() === '' ? null : (
          <div className={styles.filter} role="status">
            <span>{t('search.newAlways')}</span>
            <Button look="plain" onClick={() => setQuery('')}>
              {t('search.clear')}
            </Button>
          </div>
        )}
      </div>
      <main className={styles.main} tabIndex={-1} inert={covered}>
        <h1 className="unseen">{t(`tabs.${tab}`)}</h1>
        <div id="tab-panel" role="tabpanel" aria-labelledby={`tab-${tab}`} className={styles[tab]}>
          {tab === 'queue' ? (
            <>
              {column('new', <Oldest orders={columns.new} />)}
              {column('preparing', <Urgent orders={columns.preparing} />)}
              {column('ready')}
            </>
          ) : (
            column(tab)
          )}
        </div>
      </main>
      <div inert={covered}>{line}</div>
      <footer className={styles.foot} inert={covered}>
        {choosing.is ? <p role="status">{t('keys.which')}</p> : <KeyLine />}
        {foot}
      </footer>
    </div>
  );
}

/** The minutes set on the tickets of those that still wait to be accepted. */
function useChosenOf(orders: readonly OrderView[]): ChosenMinutes {
  const chosen = use(ChosenMinutesContext);
  useEffect(() => {
    const waiting = orders.filter(({ order }) => stepsOf(order).next === 'accept');
    chosen.keepOnly(new Set(waiting.map(({ order }) => order.id)));
  }, [chosen, orders]);
  return chosen;
}
