import { expect, test } from 'vitest';
import type { Log } from '../../core/ports/log.ts';
import { createSecrets, type Keyring } from './secrets.ts';

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const plain = new Uint8Array([0, 255, 128, 10]);

function keyring(over: Partial<Keyring> = {}): Keyring {
  return {
    isEncryptionAvailable: () => true,
    getSelectedStorageBackend: () => 'gnome_libsecret',
    encryptString: (text) => Buffer.from(`sealed ${text}`),
    decryptString: (sealed) => {
      const text = sealed.toString();
      if (!text.startsWith('sealed ')) throw new Error('not sealed here');
      return text.slice(7);
    },
    ...over,
  };
}

test('bytes come back as they were sealed', async () => {
  const secrets = createSecrets(keyring(), 'linux', silent);
  expect(await secrets.durable()).toBe(true);
  const sealed = await secrets.seal(plain);
  expect(Buffer.from(sealed ?? []).toString()).toMatch(/^sealed /);
  expect(new Uint8Array((await secrets.open(sealed ?? new Uint8Array())) ?? [])).toEqual(plain);
});

test('the asynchronous calls are used where the platform has them', async () => {
  const used: string[] = [];
  const secrets = createSecrets(
    keyring({
      isAsyncEncryptionAvailable: async () => true,
      encryptStringAsync: async (text) => {
        used.push('encrypt');
        return Buffer.from(text);
      },
      decryptStringAsync: async (sealed) => {
        used.push('decrypt');
        return { result: sealed.toString(), shouldReEncrypt: false };
      },
      encryptString: () => {
        throw new Error('deprecated');
      },
    }),
    'darwin',
    silent,
  );
  const sealed = await secrets.seal(plain);
  expect(new Uint8Array((await secrets.open(sealed ?? new Uint8Array())) ?? [])).toEqual(plain);
  expect(used).toEqual(['encrypt', 'decrypt']);
});

test.each(['basic_text', 'unknown'] as const)(
  'Linux without a keyring (%s) keeps nothing, although the platform would encrypt with a known key',
  async (backend) => {
    const secrets = createSecrets(keyring({ getSelectedStorageBackend: () => backend }), 'linux', silent);
    expect(await secrets.durable()).toBe(false);
    expect(await secrets.seal(plain)).toBeNull();
    expect(await secrets.open(Buffer.from('sealed x'))).toBeNull();
  },
);

test('what another machine sealed, or what is damaged, is told as unreadable and logged without its content', async () => {
  const logged: unknown[] = [];
  const log: Log = { ...silent, warn: (event, fields) => logged.push(event, fields) };
  expect(await createSecrets(keyring(), 'linux', log).open(Buffer.from('foreign bytes'))).toBeNull();
  expect(logged).toEqual(['secrets.failed', { what: 'open', message: 'not sealed here' }]);
});
