import { expect, test } from 'vitest';
import { channelText, isAuthorized, sameText, sign, userText } from './signatures.ts';

const app = { key: '278d425bdf160c739803', secret: '7ad3773142a6692b25b8' };

// The worked examples of the protocol's documentation.
test('a private channel', () => {
  const signature = '58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4';
  const text = channelText('1234.1234', 'private-foobar', undefined);
  expect(sign(app.secret, text)).toBe(signature);
  expect(isAuthorized(app, `${app.key}:${signature}`, text)).toBe(true);
});

test('a presence channel, over the exact text of its data', () => {
  const data = '{"user_id":10,"user_info":{"name":"Mr. Channels"}}';
  const signature = '31935e7d86dba64c2a90aed31fdc61869f9b22ba9d8863bba239c03ca481bc80';
  expect(sign(app.secret, channelText('1234.1234', 'presence-foobar', data))).toBe(signature);
  expect(sign(app.secret, channelText('1234.1234', 'presence-foobar', `${data} `))).not.toBe(signature);
});

test('a user', () => {
  const data = '{"id":"12345"}';
  expect(userText('1234.1234', data)).toBe('1234.1234::user::{"id":"12345"}');
});

test('empty channel data is data', () => {
  expect(channelText('1.2', 'private-a', '')).toBe('1.2:private-a:');
});

test.each([
  '',
  ':',
  'nonsense',
  `${app.key}`,
  `${app.key}:`,
  `:${'0'.repeat(64)}`,
  `${app.key}:${'0'.repeat(64)}`,
])('%j authorizes nothing', (auth) => {
  expect(isAuthorized(app, auth, 'text')).toBe(false);
});

test('a key may contain colons, a signature none', () => {
  const odd = { key: 'a:b', secret: 's' };
  expect(isAuthorized(odd, `a:b:${sign('s', 'text')}`, 'text')).toBe(true);
});

test.each([
  ['abc', 'abc', true],
  ['abc', 'abd', false],
  ['abc', 'ab', false],
  ['abc', 'abcd', false],
  ['é', 'e', false],
  ['', '', true],
])('%j and %j are the same: %s', (a, b, same) => {
  expect(sameText(a, b)).toBe(same);
});
