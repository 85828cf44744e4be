import { expect, test } from 'vitest';
import { Addresses, householdOf } from './addresses.ts';
import { DEFAULT_LIMITS } from './limits.ts';

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['::FFFF:203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::1', '2001:db8:1:2'],
  ['2001:0DB8:0001:0002::ffff', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['::1', '0:0:0:0'],
  ['unknown', 'unknown'],
])('%s lives in %s', (address, household) => {
  expect(householdOf(address)).toBe(household);
});

test('a place is taken and given back per address', () => {
  const addresses = new Addresses({ ...DEFAULT_LIMITS, connectionsPerAddress: 2 }, () => 0);
  addresses.enter('a');
  expect(addresses.hasRoom('a')).toBe(true);
  addresses.enter('a');
  expect([addresses.hasRoom('a'), addresses.hasRoom('b')]).toEqual([false, true]);
  addresses.leave('a');
  expect(addresses.hasRoom('a')).toBe(true);
});

test('a stranger is forgotten only when forgetting gives nothing away', () => {
  let now = 0;
  const limits = {
    ...DEFAULT_LIMITS,
    connectBurstPerAddress: 2,
    connectsPerSecondPerAddress: 1,
    connectionsPerAddress: 1,
  };
  const addresses = new Addresses(limits, () => now);
  expect([addresses.mayKnock('a'), addresses.mayKnock('a'), addresses.mayKnock('a')]).toEqual([
    true,
    true,
    false,
  ]);
  addresses.forgetStrangers();
  expect(addresses.mayKnock('a')).toBe(false);
  now = 2_000;
  addresses.enter('a');
  addresses.forgetStrangers();
  expect(addresses.hasRoom('a')).toBe(false);
  addresses.leave('a');
  addresses.forgetStrangers();
  expect(addresses.hasRoom('a')).toBe(true);
});
