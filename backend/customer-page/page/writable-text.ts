// Makes of what somebody typed a message that the backend takes: without letters that nobody sees, and not too long.
import { longestChatText } from '../../../contract/chat.ts';
import { cutText, wholeText } from '../../../contract/wire.ts';

/** Controls but line breaks and tabs, and the two marks that turn the letters after them around. */
const unseen = /[^\P{Cc}\t\n\r]|[\u202d\u202e]/gu;

export const writableText = (typed: string): string =>
  cutText(wholeText(typed).replaceAll(unseen, '').trim(), longestChatText).trim();
