// Words on the command line that open up a packaged console: to a debugger, past its sandbox, past TLS. Whoever may
// start a program on a counter must not get at tokens and orders by it. A console run from source takes them all.

/** With and without a value, and everything that begins with one of these and goes on with "-". */
const refused = [
  'remote-debugging',
  'remote-allow-origins',
  'inspect',
  'js-flags',
  'auto-open-devtools-for-tabs',
  'load-extension',
  'disable-web-security',
  'allow-running-insecure-content',
  'unsafely-treat-insecure-origin-as-secure',
  'disable-site-isolation',
  'single-process',
  'no-zygote',
  'disable-sandbox',
  'disable-seccomp',
  'disable-namespace-sandbox',
  'disable-setuid-sandbox',
  'disable-gpu-sandbox',
  'allow-sandbox-debugging',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'gpu-launcher',
  'ppapi-plugin-launcher',
  'browser-subprocess-path',
  'ignore-certificate-errors',
  'allow-insecure-localhost',
  'ssl-key-log-file',
  'log-net-log',
  'host-rules',
  'host-resolver-rules',
  'use-mock-keychain',
] as const;

export type Surroundings = { packaged: boolean; platform: NodeJS.Platform; uid: number | undefined };

/** null: nothing here opens anything. */
export function refusedSwitch(
  words: readonly string[],
  { packaged, platform, uid }: Surroundings,
): string | null {
  if (!packaged) return null;
  // Chromium takes one dash as well as two, and on Windows a slash, in any case.
  const prefix = platform === 'win32' ? /^(?:--?|\/)/ : /^--?/;
  for (const word of words) {
    const match = prefix.exec(word);
    if (match === null) continue;
    const name = word.slice(match[0].length).split('=')[0]?.toLowerCase() ?? '';
    // Root has no other way.
    const sandboxOff = name === 'no-sandbox' && uid !== 0;
    if (sandboxOff || refused.some((one) => name === one || name.startsWith(`${one}-`))) return `--${name}`;
  }
  return null;
}

export const refusal = (word: string): string =>
  `Counterbell does not start with ${word}: it would open the console to whoever is at this computer. Start it without.`;
