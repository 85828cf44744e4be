// A thousand random frames and some random requests do the server no harm.
import { test } from 'vitest';
import { fuzzFrames, fuzzRequests } from './support/fuzz.ts';

// oxlint-disable-next-line vitest/expect-expect -- the checks are in the helper, shared with the long run
test('1,000 random frames', () => fuzzFrames(20_260_101, 1_000));

// oxlint-disable-next-line vitest/expect-expect
test('300 random requests', () => fuzzRequests(7, 300));
