// Catches what breaks while drawing, says that no order is lost, and draws again when asked.
import { Component, type ReactNode } from 'react';
import { useWords } from '../i18n/words.tsx';
import { Button } from '../ui/Button.tsx';
import styles from './ErrorBoundary.module.css';

type Props = { children: ReactNode };
type State = { broken: boolean };

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { broken: false };

  static getDerivedStateFromError(): State {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return <Broken onAgain={() => this.setState({ broken: false })} />;
  }
}

function Broken({ onAgain }: { onAgain: () => void }) {
  const { t } = useWords();
  return (
    <main className={styles.broken} role="alert">
      <h1>{t('broken.title')}</h1>
      <p>{t('broken.text')}</p>
      <Button look="main" onClick={onAgain}>
        {t('broken.again')}
      </Button>
    </main>
  );
}
