// Makes the requests of a self-test at a backend with a log.
import type { Follower } from '../follower.ts';
import type { Turn } from './turn.ts';

const timeoutMs = 8000;

export const selfTest: Follower<Turn>['selfTest'] = {
  alive: { method: 'GET', path: '/healthz', token: null, timeoutMs },
  signIn: ({ token }) => ({ method: 'GET', path: '/me', token, timeoutMs }),
  testEvent: (token, test) => ({
    method: 'POST',
    path: '/devices/test-event',
    token,
    timeoutMs,
    body: { test },
  }),
};
