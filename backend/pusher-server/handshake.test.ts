import { expect, test } from 'vitest';
import { isClientPath, judgeHandshake } from './handshake.ts';

test.each([
  ['/app/key?protocol=7', true],
  ['/app', true],
  ['/app?protocol=7', true],
  ['/apps/1/events', false],
  ['/application', false],
  ['/', false],
  ['', false],
])('%s belongs to clients: %s', (url, ours) => {
  expect(isClientPath(url)).toBe(ours);
});

test('what comes in', () => {
  expect(judgeHandshake('/app/key?protocol=7&client=js&version=8.6.0&flash=false', 'key')).toBeNull();
  expect(judgeHandshake('/app/key/?protocol=5', 'key')).toBeNull();
  expect(judgeHandshake('/app/k%20y?protocol=7', 'k y')).toBeNull();
});

test('the worst path still gets a reason that fits into a close frame', () => {
  const urls = [
    `/app/${'🍮'.repeat(500)}?protocol=7`,
    `/app/${'a/'.repeat(500)}`,
    `/app/key?protocol=${'9'.repeat(500)}`,
    `/app/key?version=${'x'.repeat(500)}`,
    '/app/%zz?protocol=7',
  ];
  for (const url of urls) {
    const refusal = judgeHandshake(url, 'key');
    expect(refusal).not.toBeNull();
    expect(Buffer.byteLength(refusal!.message)).toBeLessThanOrEqual(123);
  }
});
