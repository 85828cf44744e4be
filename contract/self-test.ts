// What the window is told of a self-test: each check as it is done. Its words are those of the command line, for whoever
// looks after Counterbell.
import { z } from 'zod';

export const verdicts = ['ok', 'warn', 'fail', 'skipped'] as const;

/** In the order in which they are told. */
export const checkNames = [
  'version',
  'console',
  'policy',
  'order-system',
  'proxy',
  'dns',
  'tcp',
  'tls',
  'http',
  'protocol',
  'sign-in',
  'pusher-connect',
  'pusher-subscribe',
  'test-event',
  'clock',
  'notifications',
  'sound',
  'tray',
  'disk',
  'autostart',
  'watcher',
  'keyring',
] as const;
export type CheckName = (typeof checkNames)[number];

export const checkedView = z.strictObject({
  id: z.enum(checkNames),
  verdict: z.enum(verdicts),
  /** What was found, what it means, what to do. */
  what: z.string(),
  why: z.string(),
  todo: z.string(),
});
export type CheckedView = z.infer<typeof checkedView>;

export const followedTest = z.strictObject({
  /** As they were done. */
  done: z.array(checkedView),
  over: z.boolean(),
});
export type FollowedTest = z.infer<typeof followedTest>;
