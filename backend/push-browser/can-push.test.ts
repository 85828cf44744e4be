import { expect, test } from 'vitest';
import { canPush, type Surroundings } from './can-push.ts';

const good: Surroundings = { secure: true, able: true, permission: 'default', onHomeScreen: null };

test.each<[string, Partial<Surroundings>, ReturnType<typeof canPush>]>([
  ['asked for the first time', {}, 'yes'],
  ['allowed before', { permission: 'granted' }, 'yes'],
  ['an iPhone’s page on the home screen', { onHomeScreen: true }, 'yes'],
  ['a new Safari that can do it anywhere', { onHomeScreen: false }, 'yes'],
  ['refused before', { permission: 'denied' }, 'denied'],
  ['without https', { secure: false }, 'insecure'],
  ['an iPhone without https', { secure: false, able: false, onHomeScreen: false }, 'insecure'],
  ['an iPhone’s page in the browser', { able: false, permission: null, onHomeScreen: false }, 'home-screen'],
  [
    'an old iPhone’s page on the home screen',
    { able: false, permission: null, onHomeScreen: true },
    'unsupported',
  ],
  ['a browser without push', { able: false, permission: null }, 'unsupported'],
])('%s', (_, more, expected) => {
  expect(canPush({ ...good, ...more })).toBe(expected);
});
