import { expect, test } from 'vitest';
import type { Posted } from './posted.ts';
import { afterTry } from './retry.ts';

const now = 1_000_000_000;
const tried = (posted: Posted, attempts = 1, age = 0) =>
  afterTry(posted, { attempts, since: now - age, now });

test.each([200, 201, 204])('%i is delivered', (status) => {
  expect(tried({ status })).toEqual({ kind: 'delivered' });
});

test.each([301, 307, 400, 401, 404, 410, 422])('%i is not asked again', (status) => {
  expect(tried({ status })).toEqual({ kind: 'refused' });
});

test('an address that nothing can be sent to is not tried again', () => {
  expect(tried({ never: 'the address cannot be read' })).toEqual({ kind: 'refused' });
});

test.each([408, 425, 429, 500, 502, 503])('%i may pass', (status) => {
  expect(tried({ status })).toEqual({ kind: 'waiting', at: now + 2000 });
});

test('the pauses grow, and end after six hours', () => {
  const why = { why: 'connect ECONNREFUSED' };
  let age = 0;
  let attempts = 1;
  const pauses: number[] = [];
  for (;;) {
    const next = tried(why, attempts, age);
    if (next.kind !== 'waiting') {
      expect(next.kind).toBe('given-up');
      break;
    }
    pauses.push(next.at - now);
    age += next.at - now;
    attempts += 1;
  }
  expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
  expect(pauses.length).toBeGreaterThan(10);
  expect(age).toBeLessThanOrEqual(6 * 3_600_000);
  expect(age).toBeGreaterThan(4 * 3_600_000);
});

test('who says how long to wait is not asked sooner, nor after it is of use', () => {
  expect(tried({ status: 429, retryAfterMs: 90_000 })).toEqual({ kind: 'waiting', at: now + 90_000 });
  expect(tried({ status: 503, retryAfterMs: 500 })).toEqual({ kind: 'waiting', at: now + 2000 });
  const until = now + 60_000;
  const about = { attempts: 1, since: now, now, until };
  expect(afterTry({ status: 429, retryAfterMs: 60_000 }, about)).toEqual({ kind: 'waiting', at: until });
  expect(afterTry({ status: 429, retryAfterMs: 60_001 }, about)).toEqual({ kind: 'given-up' });
});
