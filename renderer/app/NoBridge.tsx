// Shown when the page is opened outside of the console.
import { useWords, WordsProvider } from '../i18n/words.tsx';
import styles from './App.module.css';

export function NoBridge() {
  return (
    <WordsProvider setting="system" timeZone={null}>
      <Sentence />
    </WordsProvider>
  );
}

function Sentence() {
  const { t } = useWords();
  return <main className={styles.opening}>{t('boot.noBridge')}</main>;
}
