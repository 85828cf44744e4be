// Which instrument each kind of sound is played on. Its rhythm stays the kind's own, so that staff still tell them apart.
import { tones, type BellKind } from './bell-kinds.ts';
import { field, group } from './descriptor.ts';
import { choice } from './values.ts';

const sound = <const K extends BellKind>(of: K, guide: string) =>
  field({
    value: choice(tones),
    default: 'bell',
    shown: { section: 'sounds', control: { kind: 'tone', of } },
    guide,
  });

export const bellSounds = group({
  since: 2,
  fields: {
    newOrder: sound('newOrder', 'what a new order is heard by'),
    waiting: sound('waiting', 'from the ladder’s `louderAtSeconds` on'),
    changed: sound('changed', 'an order that was cancelled or changed; somebody who looks for this device'),
    notification: sound('notification', 'a notification, or an order for later'),
    chat: sound('chat', 'somebody has written'),
    check: sound('check', 'when somebody wants to know whether this console is heard'),
  },
  stricter: (chosen) => chosen,
});
