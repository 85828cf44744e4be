// Ten thousand random frames and two thousand random requests do the server no harm either.
import { test } from 'vitest';
import { fuzzFrames, fuzzRequests } from './support/fuzz.ts';

// oxlint-disable-next-line vitest/expect-expect -- the checks are in the helper, shared with the short run
test('10,000 random frames', () => fuzzFrames(42, 10_000));

// oxlint-disable-next-line vitest/expect-expect
test('2,000 random requests', () => fuzzRequests(43, 2_000));
