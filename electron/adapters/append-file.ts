// A file that stays open for appending: each append is durable when it resolves, at the price of one call where the
// system allows. Opening, syncing and closing it for every line would cost three more turns of the event loop.
import { close, constants, fdatasync, fstatSync, open, statSync, write } from 'node:fs';
import { promisify } from 'node:util';

const opened = promisify(open);
const written = promisify(write);
const synced = promisify(fdatasync);
const closed = promisify(close);

export type AppendFile = {
  readonly path: string;
  /**
   * Fails as missing when its name is gone or was given to another file, or when it does not end at `at`: what it held
   * is gone with it, and nothing is added to what somebody else put there.
   */
  append(bytes: Uint8Array, at: number): Promise<void>;
  /** After what is being appended. */
  close(): Promise<void>;
};

/** It has to be there: one that was removed is not begun anew with the end of what it held. */
export async function openForAppending(path: string, platform: NodeJS.Platform): Promise<AppendFile> {
  // Elsewhere it does not exist, or does not wait for the disk's own cache as a sync does.
  const everyWriteIsDurable = platform === 'linux';
  const flags = constants.O_WRONLY | constants.O_APPEND;
  const file = await opened(path, everyWriteIsDurable ? flags | constants.O_DSYNC : flags);
  const { ino } = fstatSync(file);
  let underWay: Promise<unknown> = Promise.resolve();

  async function add(bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await written(file, bytes, done);
      done += bytesWritten;
    }
    if (!everyWriteIsDurable) await synced(file);
  }

  return {
    path,
    async append(bytes, at) {
      if (statSync(path).ino !== ino || fstatSync(file).size !== at)
        throw Object.assign(new Error(`${path} was changed by somebody else while it was in use`), {
          code: 'ENOENT',
        });
      const added = add(bytes);
      underWay = added.catch(() => undefined);
      await added;
    },
    async close() {
      // The number of a closed file is given to the next one that is opened.
      await underWay;
      await closed(file);
    },
  };
}
