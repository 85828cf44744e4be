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
const close = { kind: 'window-closes', tray: true } as const;

test.each<[string, LeaveEvent[], LeaveAct[]]>([
  ['closing the window hides it', [close], ['hide-window']],
  ['without a tray it is minimised', [{ ...close, tray: false }], ['minimise-window']],
  ['no window left is no reason to end', [{ kind: 'all-windows-closed' }], ['stay']],
  ['quitting writes first, then ends', [{ kind: 'quit' }, { kind: 'settled' }], ['settle', 'exit']],
  ['a second quit meanwhile changes nothing', [{ kind: 'quit' }, { kind: 'quit' }], ['settle', 'stay']],
  ['on the way out windows close', [{ kind: 'quit' }, close], ['settle', 'let-window-close']],
  [
    'once settled nothing holds the program',
    [{ kind: 'quit' }, { kind: 'settled' }, { kind: 'quit' }],
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
