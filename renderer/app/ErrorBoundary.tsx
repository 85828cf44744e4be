// Catches what breaks while drawing, says that no order is lost, and draws again when asked.
import { Component, type ReactNode } from 'react';
import { useWords } from '../i18n/words.tsx';
import { Button } from '../ui/Button.tsx';
import styles from './ErrorBoundary.module.css';

type Props = {
  /** What rings is heard and stopped whatever else is broken. */
  bell: ReactNode;
  onAgain: () => void;
  children: ReactNode;
};
type State = { broken: boolean };

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { broken: false };

  static getDerivedStateFromError(): State {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    const again = (): void => {
      this.props.onAgain();
      this.setState({ broken: false });
    };
    return <Broken bell={this.props.bell} onAgain={again} />;
  }
}

function Broken({ bell, onAgain }: Pick<Props, 'bell' | 'onAgain'>) {
  const { t } = useWords();
  return (
    <main className={styles.broken}>
      {bell}
      <div role="alert">
        <h1>{t('broken.title')}</h1>
        <p>{t('broken.text')}</p>
      </div>
      <Button look="main" onClick={onAgain}>
        {t('broken.again')}
      </Button>
    </main>
  );
}
