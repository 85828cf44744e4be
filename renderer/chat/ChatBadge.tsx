// On a ticket: its customer has written and nobody has seen it. It leads to the chat.
import { useNavigation, useView } from '../app/hooks.ts';
import { useWords } from '../i18n/words.tsx';
import { Icon } from '../ui/Icon.tsx';
import styles from './Chat.module.css';

export function ChatBadge({ order, number }: { order: string; number: string }) {
  const { t } = useWords();
  const navigation = useNavigation();
  const unread = useView(({ chat, chats }) =>
    chat === null || chat.mode === 'off' ? 0 : (chats.find(({ id }) => id === order)?.unread ?? 0),
  );
  if (unread === 0) return null;
  return (
    <button
      type="button"
      className={styles.badge}
      data-chat-badge={unread}
      aria-haspopup="dialog"
      aria-label={t('chat.badge', { count: unread, number })}
      onClick={() => navigation.open('order', { order, chat: true })}
    >
      <Icon name="chat" />
      <span>{t('chat.new', { count: unread })}</span>
    </button>
  );
}
