// Decides whether somebody may write into a chat now, and when it closes. Pure.
import { chatOpenAfterOrderMs, type ChatMode, type ChatSide, type ChatWriting } from '../../contract/chat.ts';

export type Standing = {
  mode: ChatMode;
  /** null: the restaurant's own chat, which is nobody else's to begin, to switch off or to close. */
  order: { closedAt: number | null } | null;
  /** Staff have written. */
  begun: boolean;
  erased: boolean;
};

/** null: not as long as its order is open. */
export function closingOf(order: Standing['order']): number | null {
  return order === null || order.closedAt === null ? null : order.closedAt + chatOpenAfterOrderMs;
}

export function writingOf(
  { mode, order, begun, erased }: Standing,
  side: ChatSide,
  now: number,
): ChatWriting {
  if (order === null) return 'open';
  if (mode === 'off') return 'off';
  const closes = closingOf(order);
  if (erased || (closes !== null && now >= closes)) return 'closed';
  return side === 'customer' && mode === 'we-begin' && !begun ? 'not-begun' : 'open';
}

/** What whoever may not write is told; null: they may. */
export function refusalOf(writing: ChatWriting): string | null {
  switch (writing) {
    case 'open':
      return null;
    case 'off':
      return 'This restaurant does not chat with its customers.';
    case 'closed':
      return 'This chat is closed: the order was over two hours ago.';
    case 'not-begun':
      return 'In this chat the restaurant writes first.';
    default:
      return writing satisfies never;
  }
}
