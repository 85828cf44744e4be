import { expect, test } from 'vitest';
import { decide, staying, type LeaveAct, type LeaveEvent } from './lifecycle.ts';

function acts(...events: LeaveEvent[]): LeaveAct[] {
  let state = staying;
  return events.map((event) => {
    const decided = decide(state, event);
    state = decided.state;
    return decided.act;
  });
}
const close = { kind: 'window-closes', tray: true, explained: true, kiosk: false } as const;

test.each<[string, LeaveEvent[], LeaveAct[]]>([
  ['closing the window hides it', [close], ['hide-window']],
  ['without a tray it is minimised', [{ ...close, tray: false }], ['minimise-window']],
  [
    'the first time it is said where it goes',
    [{ ...close, explained: false }, close],
    ['explain', 'hide-window'],
  ],
  ['… also where there is no tray', [{ ...close, tray: false, explained: false }], ['explain']],
  ['a kiosk stays', [{ ...close, kiosk: true, explained: false }], ['stay']],
  [
    'a kiosk that ends lets its window close',
    [{ kind: 'quit' }, { ...close, kiosk: true }],
    ['settle', 'let-window-close'],
  ],
  ['the system’s quit command is asked about', [{ kind: 'asked' }], ['ask']],
  ['… and waits while the program ends', [{ kind: 'quit' }, { kind: 'asked' }], ['settle', 'stay']],
  [
    '… and is never held once the session is over',
    [{ kind: 'session-ends' }, { kind: 'asked' }],
    ['settle', 'let-go'],
  ],
  [
    'a session that ends while the program does is not held either',
    [{ kind: 'quit' }, { kind: 'session-ends' }, { kind: 'asked' }],
    ['settle', 'stay', 'let-go'],
  ],
  ['no window left is no reason to end', [{ kind: 'all-windows-closed' }], ['stay']],
  ['quitting writes first, then ends', [{ kind: 'quit' }, { kind: 'settled' }], ['settle', 'exit']],
  ['a second quit meanwhile changes nothing', [{ kind: 'quit' }, { kind: 'quit' }], ['settle', 'stay']],
  ['on the way out windows close', [{ kind: 'quit' }, close], ['settle', 'let-window-close']],
  [
    'once settled nothing holds the program',
    [{ kind: 'quit' }, { kind: 'settled' }, { kind: 'asked' }],
    ['settle', 'exit', 'let-go'],
  ],
  [
    'the end of the session settles as well',
    [{ kind: 'session-ends' }, close],
    ['settle', 'let-window-close'],
  ],
])('%s', (_says, events, expected) => {
  expect(acts(...events)).toEqual(expected);
});
