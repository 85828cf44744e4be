// Looks up the messages of a chat from before those that the console keeps, page by page.
import { useState } from 'react';
import type { ChatMessageView } from '../../contract/chat-view.ts';
import type { QueryWhy } from '../../contract/queries.ts';
import { useConsole } from '../app/hooks.ts';

/** So many the console keeps; where there are fewer, there are no others. */
const keptHere = 50;

export type Older = {
  messages: readonly ChatMessageView[];
  hasMore: boolean;
  asking: boolean;
  why: QueryWhy | null;
  more: () => void;
};

type Found = Pick<Older, 'messages' | 'asking' | 'why'> & { over: boolean };
const nothing: Found = { messages: [], asking: false, why: null, over: false };

export function useOlder(chat: string, kept: readonly ChatMessageView[]): Older {
  const { queries } = useConsole();
  const [found, setFound] = useState(nothing);
  const first = found.messages[0] ?? kept[0];

  async function more(): Promise<void> {
    if (first === undefined || found.asking) return;
    setFound({ ...found, asking: true, why: null });
    const answer = await queries.ask('chat.older', 'chat', { chat, before: first.id });
    setFound((now) =>
      answer.ok
        ? {
            messages: [...answer.value.messages, ...now.messages],
            asking: false,
            why: null,
            over: !answer.value.more || answer.value.messages.length === 0,
          }
        : { ...now, asking: false, why: answer.why },
    );
  }
  const known = new Set(kept.map(({ id }) => id));
  return {
    messages: found.messages.filter(({ id }) => !known.has(id)),
    hasMore: kept.length >= keptHere && !found.over,
    asking: found.asking,
    why: found.why,
    more: () => void more(),
  };
}
