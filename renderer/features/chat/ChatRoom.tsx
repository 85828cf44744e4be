// The restaurant's own chat: what its counters and managers write to each other.
import { useView } from '../../app/hooks.ts';
import { ChatPanel } from '../../chat/ChatPanel.tsx';
import { useWords } from '../../i18n/words.tsx';
import { Sheet } from '../../ui/Sheet.tsx';

export function ChatRoom({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const own = useView((view) => view.chat?.own ?? null);
  return (
    <Sheet title={t('chat.team')} closeLabel={t('chat.close')} side="room" onClose={onClose}>
      {own === null ? null : <ChatPanel chat={own} order={null} own called />}
    </Sheet>
  );
}
