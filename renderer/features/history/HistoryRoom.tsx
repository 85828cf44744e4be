// Orders of before: found by number, name, telephone and day, newest first; this console's own at once.
import { useId, useMemo, useRef, useState } from 'react';
import { useNow } from '../../app/hooks.ts';
import { useRestaurantChoice } from '../../app/restaurant-choice.ts';
import { RestaurantPicker } from '../../app/RestaurantPicker.tsx';
import { useWords } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { AboutHistory } from './AboutHistory.tsx';
import { HistoryList } from './HistoryList.tsx';
import { useHistory } from './use-history.ts';
import styles from './History.module.css';

export function HistoryRoom({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const [text, setText] = useState('');
  const [day, setDay] = useState<string | null>(null);
  const words = text.trim();
  const choice = useRestaurantChoice();
  const { restaurant } = choice;
  const search = useMemo(
    () => ({ text: words, day, ...(restaurant === null ? {} : { restaurant }) }),
    [words, day, restaurant],
  );
  const history = useHistory(search);
  const list = useRef<{ focus: () => void }>(null);
  return (
    <Sheet title={t('history.title')} closeLabel={t('history.close')} side="room" onClose={onClose}>
      <search className={styles.search}>
        <SearchField text={text} onText={setText} onDown={() => list.current?.focus()} />
        <DayField day={day} onDay={setDay} />
      </search>
      <RestaurantPicker choice={choice} />
      <AboutHistory history={history} elsewhere={restaurant !== null} />
      <HistoryList
        ref={list}
        history={history}
        search={`${words} ${day ?? ''} ${restaurant ?? ''}`}
        restaurant={restaurant}
      />
    </Sheet>
  );
}

type SearchProps = { text: string; onText: (text: string) => void; onDown: () => void };

function SearchField({ text, onText, onDown }: SearchProps) {
  const { t } = useWords();
  return (
    <div className={styles.field}>
      <Icon name="search" />
      <input
        type="search"
        value={text}
        maxLength={100}
        // Whoever opens the history looks for something.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        aria-label={t('history.search')}
        placeholder={t('history.search')}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') {
            event.preventDefault();
            onDown();
          }
          // The first Escape clears, the next one closes.
          if (event.key !== 'Escape' || text === '') return;
          event.preventDefault();
          onText('');
        }}
      />
    </div>
  );
}

function DayField({ day, onDay }: { day: string | null; onDay: (day: string | null) => void }) {
  const { t, f } = useWords();
  const id = useId();
  const today = useNow((now) => f.isoDay(now));
  return (
    <div className={styles.day}>
      <label htmlFor={id}>{t('history.day')}</label>
      <input
        id={id}
        type="date"
        value={day ?? ''}
        max={today}
        onChange={({ target: { value, validity } }) => onDay(value === '' || !validity.valid ? null : value)}
      />
      {day === null ? null : (
        <Button look="plain" aria-label={t('history.anyDay')} onClick={() => onDay(null)}>
          <Icon name="close" />
        </Button>
      )}
    </div>
  );
}
