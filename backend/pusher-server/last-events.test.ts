import { expect, test } from 'vitest';
import { LastEvents } from './last-events.ts';
import { DEFAULT_LIMITS } from './limits.ts';

test('an event is kept until a newer one comes or its time is over', () => {
  let now = 0;
  const events = new LastEvents({ ...DEFAULT_LIMITS, cacheTtlS: 60 }, () => now);
  events.keep('cache-a', { event: 'e', data: '1' });
  now = 30_000;
  expect(events.get('cache-a')).toEqual({ event: 'e', data: '1', ttlS: 30 });
  events.keep('cache-a', { event: 'e', data: '2' });
  now = 89_999;
  expect(events.get('cache-a')).toEqual({ event: 'e', data: '2', ttlS: 1 });
  now = 90_000;
  expect(events.get('cache-a')).toBeNull();
});

test('the channel published to longest ago is forgotten first', () => {
  const events = new LastEvents({ ...DEFAULT_LIMITS, cachedEvents: 2 }, () => 0);
  const event = { event: 'e', data: '' };
  events.keep('cache-a', event);
  events.keep('cache-b', event);
  events.keep('cache-a', event);
  events.keep('cache-c', event);
  expect(['cache-a', 'cache-b', 'cache-c'].map((name) => events.get(name) !== null)).toEqual([
    true,
    false,
    true,
  ]);
});
