// Loaded into a console's main process before its own code: the keyring of a desktop that has one. What it seals, it opens
// again after a restart; the machines that tests run on have none.
const { createCipheriv, createDecipheriv, randomBytes } = require('node:crypto');

const key = Buffer.alloc(32, 7);

const keyring = {
  getSelectedStorageBackend: () => 'gnome_libsecret',
  isEncryptionAvailable: () => true,
  isAsyncEncryptionAvailable: async () => true,
  async encryptStringAsync(text) {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, iv);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
  },
  async decryptStringAsync(box) {
    const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, 12));
    decipher.setAuthTag(box.subarray(12, 28));
    const result = Buffer.concat([decipher.update(box.subarray(28)), decipher.final()]).toString('utf8');
    return { result, shouldReEncrypt: false };
  },
};

/** Electron's modules are there a moment after this is read, and long before it is ready to seal anything. */
function lend() {
  const { safeStorage } = require('electron');
  if (safeStorage === undefined) setImmediate(lend);
  else Object.assign(safeStorage, keyring);
}
if (process.type === 'browser') setImmediate(lend);
