// Keeps what was written and is not sent for as long as the tab is open, so that a reload loses nothing of it.
import { z } from 'zod';
import { longestChatText } from '../../../contract/chat.ts';
import { orElse } from '../../../contract/tolerant.ts';
import type { Unsent } from './conversation.ts';

const kept = orElse(
  z.array(
    z.object({
      key: z.string().min(1).max(64),
      text: z.string().min(1).max(longestChatText),
      state: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('waiting') }),
        z.object({ kind: z.literal('taken'), message: z.string() }),
        z.object({ kind: z.literal('refused') }),
      ]),
    }),
  ),
  [],
);

/** Browsers may refuse to keep anything: then a reload loses it, and nothing else is lost. */
export function keepUnsent(
  storage: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
  order: string,
) {
  const name = `counterbell-chat-${order}`;
  return {
    read(): readonly Unsent[] {
      try {
        return kept.parse(JSON.parse(storage().getItem(name) ?? '[]'));
      } catch {
        return [];
      }
    },
    keep(unsent: readonly Unsent[]): void {
      try {
        if (unsent.length === 0) storage().removeItem(name);
        else storage().setItem(name, JSON.stringify(unsent));
      } catch {
        // Full, or forbidden.
      }
    },
  };
}
