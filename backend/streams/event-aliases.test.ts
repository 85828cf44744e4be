// Which second names of events are taken, and which are refused in what words.
import { expect, test } from 'vitest';
import { readAliases } from './event-aliases.ts';

test('names may hold blanks, and one event may have several', () => {
  const read = readAliases(
    ' notification.new = Internal Notification, order.ready=ready,order.ready=OrderReady,',
  );
  expect(read).toEqual({
    ok: true,
    aliases: new Map([
      ['notification.new', ['Internal Notification']],
      ['order.ready', ['ready', 'OrderReady']],
    ]),
  });
  expect(readAliases('')).toEqual({ ok: true, aliases: new Map() });
});

test.each([
  ['notification.new', /"notification\.new" is not TYPE=NAME, such as notification\.new=Internal/],
  ['notifcation.new=x', /names an event that there is not\. There are: order\.new, .*notification\.new/],
  ['notification.new=', /has no name/],
  [`order.new=${'x'.repeat(201)}`, /has a name of more than 200/],
  ['order.new=pusher:error', /belongs to Pusher/],
  ['order.new=client-order', /that clients send each other/],
  ['order.new=order.ready', /that another event has here/],
  ['chat.message=message', /that another event has here/],
  [Array.from({ length: 9 }, (_, i) => `order.new=n${i}`).join(), /order\.new has more than 8 names/],
])('%s is refused with a sentence', (text, sentence) => {
  expect(readAliases(text)).toEqual({
    ok: false,
    why: expect.stringMatching(new RegExp(`^PUSHER_EVENT_ALIASES is wrong: .*${sentence.source}`)),
  });
});
