// The bar above the queue: the bell, the views, the search, who is here, what the connection is worth, the menu.
import type { ReactNode, RefObject } from 'react';
import { useWords } from '../../i18n/words.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useCovered } from '../../app/hooks.ts';
import styles from './TopBar.module.css';

export const tabs = ['queue', 'later', 'closed'] as const;
export type Tab = (typeof tabs)[number];

type Props = {
  tab: Tab;
  onTab: (tab: Tab) => void;
  later: number;
  query: string;
  onQuery: (query: string) => void;
  searchField: RefObject<HTMLInputElement | null>;
  bell: ReactNode;
  /** Person, status pill and menu, which belong to others. */
  children: ReactNode;
};

export function TopBar({ bell, tab, onTab, later, query, onQuery, searchField, children }: Props) {
  const { t } = useWords();
  const covered = useCovered();
  return (
    <header className={styles.bar}>
      {bell}
      <div className={styles.rest} inert={covered}>
        <div className={styles.tabs} role="tablist" aria-label={t('tabs.label')}>
          {tabs.map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`tab-${name}`}
              aria-selected={tab === name}
              aria-controls="tab-panel"
              tabIndex={tab === name ? 0 : -1}
              className={styles.tab}
              onClick={() => onTab(name)}
              onKeyDown={(event) => {
                const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
                if (step === undefined) return;
                const rtl = document.documentElement.dir === 'rtl' ? -1 : 1;
                const index = (tabs.indexOf(tab) + step * rtl + tabs.length) % tabs.length;
                const next = tabs[index] ?? 'queue';
                onTab(next);
                document.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
              }}
            >
              {t(`tabs.${name}`)}
              {name === 'later' && later > 0 ? ` ${later}` : null}
            </button>
          ))}
        </div>
        <div className={styles.gap} />
        <search className={styles.search}>
          <Icon name="search" />
          <input
            ref={searchField}
            type="search"
            value={query}
            aria-label={t('search.label')}
            aria-keyshortcuts="/"
            placeholder={t('search.hint')}
            onChange={(event) => onQuery(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return;
              onQuery('');
              event.currentTarget.blur();
            }}
          />
        </search>
        {children}
        <div className={styles.break} />
      </div>
    </header>
  );
}
