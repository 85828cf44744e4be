import { expect, test } from 'vitest';
import { chooseProxy } from './proxy-choice.ts';

const system = async () => 'PROXY system.example:1';
const choose = (env: Record<string, string>, policy?: { url: string; except?: string[] }) =>
  chooseProxy({ policy, env, system });

test('without a word of policy or environment the system decides', async () => {
  const choice = choose({ NO_PROXY: '*' });
  expect(choice.named('https://orders.example/')).toBeNull();
  expect(await choice.resolve('https://orders.example/')).toBe('PROXY system.example:1');
  expect(choice.told).toBeNull();
});

test('the environment names one for each kind of address, in capitals or not', async () => {
  const choice = choose({ HTTPS_PROXY: 'http://a.example:3128', http_proxy: 'https://b.example' });
  expect(choice.named('https://orders.example/')).toBe('PROXY a.example:3128');
  expect(choice.named('wss://orders.example/')).toBe('PROXY a.example:3128');
  expect(choice.named('http://orders.example/')).toBe('HTTPS b.example:443');
  expect(await choice.resolve('ws://orders.example/')).toBe('HTTPS b.example:443');
  expect(choose({ ALL_PROXY: 'c.example:8080' }).named('https://x.example/')).toBe('PROXY c.example:8080');
  expect(choose({ HTTPS_PROXY: 'http://[fd00::1]:3128' }).named('https://x.example/')).toBe(
    'PROXY [fd00::1]:3128',
  );
  expect(choose({ HTTPS_PROXY: 'socks5://d.example' }).named('https://x.example/')).toBe(
    'SOCKS5 d.example:1080',
  );
});

test.each([
  ['orders.example', true],
  ['.example', true],
  ['*.example', true],
  ['orders.example:443', true],
  ['orders.example:80', false],
  ['rders.example', false],
  ['other.example, *', true],
  ['fd00::1', false],
  ['', false],
])('NO_PROXY=%s: reached directly is %s', (exceptions, direct) => {
  const choice = choose({ HTTPS_PROXY: 'http://a.example:3128', NO_PROXY: exceptions });
  expect(choice.named('https://orders.example/x')).toBe(direct ? 'DIRECT' : 'PROXY a.example:3128');
});

test('this machine itself is never behind a proxy', () => {
  const choice = choose({ ALL_PROXY: 'http://a.example:3128' });
  for (const host of ['localhost', '127.0.0.1', '[::1]', 'demo.localhost'])
    expect(choice.named(`http://${host}:4180/`)).toBe('DIRECT');
});

test('the policy comes before the environment; what is told has no password in it', () => {
  const choice = choose(
    { HTTPS_PROXY: 'http://other.example:1' },
    { url: 'http://till:p%40ss@proxy.example:3128', except: ['lan.example'] },
  );
  expect(choice.named('https://orders.example/')).toBe('PROXY proxy.example:3128');
  expect(choice.named('http://till.lan.example/')).toBe('DIRECT');
  expect(choice.authorization('proxy.example', 3128)).toBe(
    `Basic ${Buffer.from('till:p@ss').toString('base64')}`,
  );
  expect(choice.authorization('proxy.example', 3129)).toBeNull();
  expect(choice.told).toEqual({ source: 'policy', proxies: 'PROXY proxy.example:3128' });
});
