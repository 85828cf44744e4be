// The language of the screen, the notifications and the tray.
import { languages } from '../language.ts';
import { single } from './descriptor.ts';
import { choice } from './values.ts';

export const language = single({
  since: 1,
  value: choice(['system', ...languages]),
  default: 'system',
  shown: { section: 'look', control: { kind: 'language' } },
  guide: 'of the screen, the notifications and the tray',
  stricter: (chosen) => chosen,
});
