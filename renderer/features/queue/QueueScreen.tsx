// The first screen: what is new, what is being made, what waits to be picked up.
import { useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import type { OrderView } from '../../../contract/view.ts';
import { useConsole, useCovered, useNow, useView } from '../../app/hooks.ts';
import { useWords } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import { useCalledOrder, useReturnToQueue } from './attention.ts';
import { useBumpBar, type KeyAct } from './bump-bar.ts';
import { Column } from './Column.tsx';
import { Oldest, Urgent } from './ColumnSubs.tsx';
import { columnsOf, type ColumnName } from './columns.ts';
import { useKeys } from './key-board.ts';
import { KeyLine } from './KeyHelp.tsx';
import { orderOfKey } from './keys.ts';
import { matches } from './search.ts';
import { commandToUndo, undoTarget } from './steps.ts';
import { UnreadableShelf } from './UnreadableShelf.tsx';
import { TopBar, type Tab } from './TopBar.tsx';
import styles from './QueueScreen.module.css';

type Props = {
  bell: ReactNode;
  person: ReactNode;
  status: ReactNode;
  menu: ReactNode;
  bars: ReactNode;
  foot: ReactNode;
};

const emptyWords = {
  new: 'column.emptyNew',
  preparing: 'column.emptyPreparing',
  ready: 'column.emptyReady',
  later: 'column.emptyLater',
  closed: 'column.emptyClosed',
} as const;

export function QueueScreen({ bell, person, status, menu, bars, foot }: Props) {
  const { t } = useWords();
  const { store, commands, clock, navigation } = useConsole();
  const covered = useCovered();
  const orders = useView((view) => view.orders);
  const columns = useMemo(() => columnsOf(orders), [orders]);
  const [tab, setTab] = useState<Tab>('queue');
  const [query, setQuery] = useState('');
  const searchField = useRef<HTMLInputElement>(null);
  const { board, onSight } = useKeys();
  const focus = useCalledOrder(setTab, setQuery);
  const undoable = useNow((now) => undoTarget(orders, now)?.order.id ?? null);
  const backToQueue = useCallback(() => {
    setTab('queue');
    setQuery('');
  }, []);
  useReturnToQueue(tab !== 'queue' || query !== '', backToQueue);

  const act = useCallback(
    (found: KeyAct): void => {
      const view = store.get();
      if (!view) return;
      switch (found.kind) {
        case 'next': {
          const id = orderOfKey(board, found.key);
          // The very button, so that a key does exactly what a finger does.
          if (id !== null)
            document.querySelector<HTMLElement>(`[data-order="${id}"] [data-step="next"]`)?.click();
          return;
        }
        case 'undo': {
          const target = undoTarget(view.orders, clock.now());
          if (target) commands.undo(target.order.id, commandToUndo(target));
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
    [board, clock, commands, navigation, store],
  );
  useBumpBar(covered, act);

  const found = (name: ColumnName): OrderView[] =>
    // A search must never hide an order that nobody has heard yet.
    query.trim() === '' || name === 'new'
      ? columns[name]
      : columns[name].filter((view) => matches(view, query));
  const column = (name: ColumnName, sub?: ReactNode) => (
    <Column
      key={name}
      name={name}
      title={t(`column.${name}`)}
      orders={found(name)}
      total={columns[name].length}
      query={query.trim()}
      sub={sub}
      empty={query.trim() === '' ? t(emptyWords[name]) : t('column.noMatch')}
      keys={board.keys}
      undoable={undoable}
      slim={name === 'ready' || name === 'closed'}
      focus={focus}
      onSight={onSight}
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
      <footer className={styles.foot} inert={covered}>
        <KeyLine />
        {foot}
      </footer>
    </div>
  );
}
