import { expect, test } from 'vitest';
import { decideQuit, isPerson, type QuitAct, type QuitBy, type QuitSituation } from './decide-quit.ts';

const lunch: Omit<QuitSituation, 'by'> = {
  rings: true,
  open: true,
  waiting: 0,
  quitting: 'asks',
  kiosk: false,
};
const all: QuitBy[] = ['tray', 'window', 'system', 'verb', 'administrator', 'signal', 'session', 'update'];
const people = all.filter(isPerson);

test.each<[string, QuitBy[], Partial<QuitSituation>, QuitAct]>([
  ['a person in opening hours is asked', people, {}, 'ask'],
  ['a person is not asked when it is closed and nothing waits', people, { open: false }, 'quit'],
  ['with an order waiting also outside opening hours', people, { open: false, waiting: 1 }, 'ask'],
  ['nobody counts on an office, or on what was never set up', people, { rings: false }, 'quit'],
  ['IT forbids it, whatever the hour', people, { quitting: 'forbidden', open: false }, 'refuse'],
  ['out of a kiosk only the code leads', people, { kiosk: true }, 'ask-code'],
  ['… also where IT forbids to quit', people, { kiosk: true, quitting: 'forbidden' }, 'ask-code'],
  ['a command line means it', ['verb'], { waiting: 3 }, 'quit'],
  ['a command line is refused where IT forbids it', ['verb'], { quitting: 'forbidden' }, 'refuse'],
  ['a command line is refused in a kiosk', ['verb'], { kiosk: true }, 'refuse'],
])('%s', (_says, bys, change, act) => {
  for (const by of bys) expect(decideQuit({ ...lunch, ...change, by })).toBe(act);
});

test('a signal, the end of the session, an update and an administrator are never asked, held or refused', () => {
  for (const by of ['signal', 'session', 'update', 'administrator'] as const)
    for (const quitting of ['asks', 'forbidden'] as const)
      for (const kiosk of [true, false])
        for (const waiting of [0, 5])
          expect(decideQuit({ ...lunch, by, quitting, kiosk, waiting })).toBe('quit');
});

test('persons are those who can be asked', () => {
  expect(people).toEqual(['tray', 'window', 'system']);
});
