import { expect, test } from 'vitest';
import { notificationNo } from '../../tests/support/inbox.ts';
import type { Notification } from '../../contract/notifications.ts';
import { speechIn } from '../text/speech.ts';
import { oneToast, severalToast } from './toasts.ts';

const order = { id: '00000000-0000-4000-8000-000000000085', number: '85' };
const told = (over: Partial<Notification>) =>
  notificationNo(1, { title: 'As the backend says it', body: 'Its words', ...over });

test.each([
  ['escalation', { order }, 'Auf Bestellung 85 hat niemand reagiert'],
  ['no-console', {}, 'Keine Konsole ist zu hören'],
  ['console-gone', {}, 'Nicht jede Konsole ist erreichbar'],
  ['webhook-failed', {}, 'Hilferufe werden nicht weitergegeben'],
  // What somebody wrote, and what cannot be said without its number.
  ['message', {}, 'As the backend says it'],
  ['announcement', {}, 'As the backend says it'],
  ['escalation', {}, 'As the backend says it'],
] as const)('%s %j is said in the console’s language where its kind says it all', (kind, more, title) => {
  const one = told({ kind, ...more });
  expect(oneToast(one, speechIn('de'), 'items')).toMatchObject({ title, body: 'Its words' });
  expect(severalToast('several', [one, told({ title: 'Flour' })], speechIn('de'), 'items').body).toBe(
    `${title} · Flour`,
  );
});

test('an order’s number turns around nothing in Arabic', () => {
  const { title } = oneToast(told({ kind: 'escalation', order }), speechIn('ar'), 'items');
  expect(title).toContain('85');
  expect(title).not.toContain('As the backend says it');
});
