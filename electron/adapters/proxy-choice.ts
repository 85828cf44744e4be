// Which proxy an address is reached through: the one of the policy, of the environment, or whatever the system says.
import net from 'node:net';
import type { Policy } from '../../contract/policy.ts';
import type { ResolveProxy } from './proxy-agent.ts';

export type ProxyChoice = {
  /** Named by policy or environment; null: the system's word counts. */
  named(address: string): string | null;
  /** As a proxy script answers. */
  resolve: ResolveProxy;
  /** What to send along as Proxy-Authorization, for proxies whose address came with a name and a password. */
  authorization(host: string, port: number): string | null;
  /** Where a named proxy comes from, for the log: never with the password. */
  told: { source: 'policy' | 'environment'; proxies: string } | null;
};

type Named = { kind: string; host: string; port: number; authorization: string | null };
type Names = {
  source: 'policy' | 'environment';
  http: Named | null;
  https: Named | null;
  except: readonly string[];
};

const defaultPorts: Record<string, number> = {
  'http:': 80,
  'https:': 443,
  'socks5:': 1080,
  'socks5h:': 1080,
};
const kinds: Record<string, string> = { 'http:': 'PROXY', 'https:': 'HTTPS' };

const bare = (host: string) => host.replace(/^\[|\]$/g, '');

function basic(url: URL): string | null {
  if (url.username === '' && url.password === '') return null;
  const words = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return `Basic ${Buffer.from(words).toString('base64')}`;
}

function read(text: string | undefined): Named | null {
  const address =
    text === undefined || text === '' || /^[a-z0-9]+:\/\//i.test(text) ? text : `http://${text}`;
  if (address === undefined || address === '' || !URL.canParse(address)) return null;
  const url = new URL(address);
  return {
    kind: kinds[url.protocol] ?? url.protocol.replace(':', '').toUpperCase(),
    host: bare(url.hostname),
    port: url.port === '' ? (defaultPorts[url.protocol] ?? 0) : Number(url.port),
    authorization: basic(url),
  };
}

/** `example.com` and `.example.com` also stand for what is below them; `*` for everything. */
function excepted(target: URL, except: readonly string[]): boolean {
  const host = bare(target.hostname).toLowerCase();
  if (host === 'localhost' || host.endsWith('.localhost') || host === '::1' || host.startsWith('127.'))
    return true;
  const port = target.port === '' ? String(/^(?:https|wss):/.test(target.protocol) ? 443 : 80) : target.port;
  return except.some((word) => {
    const text = word.toLowerCase();
    if (text === '*' || bare(text) === host) return true;
    const [, named = '', itsPort] = /^(.+?)(?::(\d+))?$/.exec(net.isIPv6(text) ? '' : text) ?? [];
    if (itsPort !== undefined && itsPort !== port) return false;
    const name = bare(named.replace(/^\*?\./, ''));
    return name !== '' && (host === name || (net.isIP(host) === 0 && host.endsWith(`.${name}`)));
  });
}

function namesIn(policy: Policy['proxy'], env: NodeJS.ProcessEnv): Names | null {
  if (policy !== undefined) {
    const proxy = read(policy.url);
    return { source: 'policy', http: proxy, https: proxy, except: policy.except ?? [] };
  }
  const variable = (name: string) => env[name] || env[name.toLowerCase()] || undefined;
  const all = variable('ALL_PROXY');
  const http = read(variable('HTTP_PROXY') ?? all);
  const https = read(variable('HTTPS_PROXY') ?? all);
  if (http === null && https === null) return null;
  const except = (variable('NO_PROXY') ?? '').split(/[\s,]+/).filter((word) => word !== '');
  return { source: 'environment', http, https, except };
}

export function chooseProxy({
  policy,
  env,
  system,
}: {
  policy: Policy['proxy'];
  env: NodeJS.ProcessEnv;
  system: ResolveProxy;
}): ProxyChoice {
  const names = namesIn(policy, env);
  const known = names === null ? [] : [names.http, names.https].filter((proxy) => proxy !== null);
  const named = (address: string): string | null => {
    if (names === null) return null;
    const target = new URL(address);
    const proxy = /^(?:https|wss):/.test(target.protocol) ? names.https : names.http;
    if (proxy === null) return null;
    if (excepted(target, names.except)) return 'DIRECT';
    return `${proxy.kind} ${net.isIPv6(proxy.host) ? `[${proxy.host}]` : proxy.host}:${proxy.port}`;
  };
  return {
    named,
    resolve: async (address) => named(address) ?? system(address),
    authorization: (host, port) =>
      known.find((proxy) => proxy.host === host && proxy.port === port)?.authorization ?? null,
    told:
      names === null
        ? null
        : {
            source: names.source,
            proxies: [...new Set(known.map(({ kind, host, port }) => `${kind} ${host}:${port}`))].join(', '),
          },
  };
}
