// A file that stays open for appending: each append is durable when it resolves, at the price of one call where the
// system allows. Opening, syncing and closing it for every line would cost three more turns of the event loop.
import { close, constants, fdatasync, fstatSync, open, write } from 'node:fs';
import { promisify } from 'node:util';

const opened = promisify(open);
const written = promisify(write);
const synced = promisify(fdatasync);
const closed = promisify(close);

export type AppendFile = {
  readonly path: string;
  /** Fails as missing once its name was removed or given to another file: what is appended would be gone with it. */
  append(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
};

export async function openForAppending(path: string, platform: NodeJS.Platform): Promise<AppendFile> {
  // Elsewhere it does not exist, or does not wait for the disk's own cache as a sync does.
  const everyWriteIsDurable = platform === 'linux';
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT;
  const file = await opened(path, everyWriteIsDurable ? flags | constants.O_DSYNC : flags, 0o600);
  return {
    path,
    async append(bytes) {
      if (fstatSync(file).nlink === 0)
        throw Object.assign(new Error(`${path} was removed while it was in use`), { code: 'ENOENT' });
      for (let at = 0; at < bytes.length;) {
        const { bytesWritten } = await written(file, bytes, at);
        at += bytesWritten;
      }
      if (!everyWriteIsDurable) await synced(file);
    },
    close: () => closed(file),
  };
}
