// A message that nobody has seen for minutes: a bar that leads to its chat, and goes once somebody has read it.
import { useNavigation, useNow, useView } from '../../app/hooks.ts';
import { useWords } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import styles from './WaitingMessage.module.css';
import { longestWaiting, waitsForMs } from './waiting.ts';

export function WaitingMessage() {
  const { t, f } = useWords();
  const navigation = useNavigation();
  const wall = useView(({ settings }) => settings.density === 'wall');
  const chat = useView(longestWaiting);
  const since = chat === null ? Number.POSITIVE_INFINITY : Date.parse(chat.unreadSince ?? '');
  const late = useNow((now) => now - since >= waitsForMs);
  const time = useNow((now) => (now - since >= waitsForMs ? f.minutes(now - since, 'down') : ''));
  // Nobody stands so close to a screen on the wall that they could answer; the ticket says it.
  if (wall || !late || chat === null) return null;
  const { order } = chat;
  return (
    <section className={styles.bar} data-waiting-message role="status">
      <Icon name="chat" />
      <p>
        {order === null ? t('chat.waitsTeam', { time }) : t('chat.waits', { number: order.number, time })}
      </p>
      <Button
        onClick={() =>
          order === null ? navigation.open('chat') : navigation.open('order', { order: order.id, chat: true })
        }
      >
        {t('chat.read')}
      </Button>
    </section>
  );
}
