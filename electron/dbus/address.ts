// Where the session bus listens, as the environment says it.
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Not every "%" begins an escape, and an address that makes no sense is no reason to fail. */
function unescaped(value: string): string {
  return value.replaceAll(/%([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCodePoint(parseInt(hex, 16)));
}

/** The socket of the first address that is one; null when this session has no bus. */
export function busSocket(
  env: NodeJS.ProcessEnv,
  exists: (file: string) => boolean = existsSync,
): string | null {
  const addresses = env.DBUS_SESSION_BUS_ADDRESS;
  if (addresses === undefined || addresses === '') {
    const usual = env.XDG_RUNTIME_DIR === undefined ? null : path.join(env.XDG_RUNTIME_DIR, 'bus');
    return usual !== null && exists(usual) ? usual : null;
  }
  for (const address of addresses.split(';')) {
    const [transport, options = ''] = address.split(/:(.*)/s);
    if (transport !== 'unix') continue;
    for (const option of options.split(',')) {
      const [key, value = ''] = option.split(/=(.*)/s);
      if (key === 'path') return unescaped(value);
      if (key === 'abstract') return `\0${unescaped(value)}`;
    }
  }
  return null;
}
