// The language of the ready-made replies to customers: an order does not say which one its customer speaks.
import { languages } from '../language.ts';
import { single } from './descriptor.ts';
import { choice } from './values.ts';

export const replyLanguage = single({
  since: 2,
  value: choice(['system', ...languages]),
  default: 'system',
  shown: { section: 'look', control: { kind: 'language' } },
  guide: 'of the ready-made replies in chats with customers; `system`: as the screen',
  stricter: (chosen) => chosen,
});
