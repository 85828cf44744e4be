import { expect, test } from 'vitest';
import type { Showing, ToastOutcome } from '../ports/notifier.ts';
import { howShown } from './try-notification.ts';

const shown: ToastOutcome = { kind: 'shown' };
const desktop: Showing = { way: 'desktop', quiet: false };

test.each([
  ['desktop', shown, desktop],
  ['desktop', shown, null],
  ['quietly', shown, { ...desktop, quiet: true }],
  ['plainly', shown, { ...desktop, way: 'node-notifier' }],
  ['not-shown', { kind: 'failed', reason: 'no service', remedy: 'start one' }, desktop],
  ['not-shown', { kind: 'failed', reason: 'no service', remedy: 'start one' }, { ...desktop, quiet: true }],
  ['unanswered', { kind: 'unanswered', remedy: 'look' }, desktop],
] as const)('%s', (how, outcome, showing) => {
  expect(howShown(outcome, showing)).toBe(how);
});
