// Secrets through the system's keyring (Keychain, DPAPI, libsecret, KWallet), or not at all: never in plain text.
import type { SafeStorage } from 'electron';
import type { Log } from '../../core/ports/log.ts';
import type { Secrets } from '../../core/ports/secrets.ts';

/** The synchronous calls are deprecated from Electron 45 on; older ones have only these. */
export type Keyring = Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'> &
  Partial<
    Pick<
      SafeStorage,
      'getSelectedStorageBackend' | 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'
    >
  >;

export function createSecrets(keyring: Keyring, platform: NodeJS.Platform, log: Log): Secrets {
  async function available(): Promise<boolean> {
    // Without a keyring Chromium on Linux "encrypts" with a key that everybody knows.
    const backend = platform === 'linux' ? keyring.getSelectedStorageBackend?.() : undefined;
    if (backend === 'basic_text' || backend === 'unknown') return false;
    return keyring.isAsyncEncryptionAvailable?.() ?? keyring.isEncryptionAvailable();
  }

  async function guarded<T>(what: string, work: () => Promise<T>): Promise<T | null> {
    try {
      return (await available()) ? await work() : null;
    } catch (error) {
      log.warn('secrets.failed', { what, message: error instanceof Error ? error.message : String(error) });
      return null;
    }
  }

  return {
    durable: async () => (await guarded('durable', async () => true)) ?? false,

    seal: (plain) =>
      guarded('seal', async () => {
        const text = Buffer.from(plain).toString('base64');
        return keyring.encryptStringAsync?.(text) ?? keyring.encryptString(text);
      }),

    open: (sealed) =>
      guarded('open', async () => {
        const box = Buffer.from(sealed);
        const opened = await keyring.decryptStringAsync?.(box);
        return Buffer.from(opened?.result ?? keyring.decryptString(box), 'base64');
      }),
  };
}
