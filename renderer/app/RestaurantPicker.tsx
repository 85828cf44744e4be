// Lets whoever has a role in several restaurants choose which one a room shows; nothing where there is no choice.
import { useId } from 'react';
import { useWords } from '../i18n/words.tsx';
import type { RestaurantChoice } from './restaurant-choice.ts';
import styles from './RestaurantPicker.module.css';

export function RestaurantPicker({ choice }: { choice: RestaurantChoice }) {
  const { t } = useWords();
  const id = useId();
  if (choice.offered.length < 2) return null;
  return (
    <div className={styles.picker}>
      <label htmlFor={id}>{t('devices.restaurant')}</label>
      <select id={id} value={choice.shown ?? ''} onChange={({ target }) => choice.choose(target.value)}>
        {choice.offered.map(({ id: restaurant, name }) => (
          <option key={restaurant} value={restaurant}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
