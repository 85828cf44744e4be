// Remembers for a day which download host could not be reached, so that every start does not wait for it again.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const day = 24 * 60 * 60 * 1000;

/** @typedef {{ host: string, until: number, why: string }} FailedHost */

/**
 * @param {string} file
 * @param {() => number} now
 */
export function rememberHosts(file, now) {
  /** @returns {FailedHost[]} */
  const read = () => {
    try {
      /** @type {FailedHost[]} */
      const hosts = JSON.parse(readFileSync(file, 'utf8'));
      return hosts.filter((entry) => entry.until > now() && entry.until <= now() + day);
    } catch {
      return [];
    }
  };
  /** @param {FailedHost[]} hosts */
  const write = (hosts) => {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(hosts, null, 2)}\n`);
  };
  return {
    file,
    avoided: read,
    /**
     * @param {string} host
     * @param {string} why
     */
    failed(host, why) {
      write([...read().filter((entry) => entry.host !== host), { host, until: now() + day, why }]);
    },
    /** @param {string} host */
    worked(host) {
      const hosts = read();
      if (hosts.some((entry) => entry.host === host)) write(hosts.filter((entry) => entry.host !== host));
    },
  };
}
