// Which hosts and ports this console needs, as it is configured: for whoever opens them in a firewall.
import type { PusherAddress } from '../../contract/api.ts';
import type { Policy } from '../../contract/policy.ts';

export type NetworkNeed = {
  host: string;
  port: number;
  over: 'https' | 'http' | 'wss' | 'ws' | 'proxy';
  for: string;
};

const portOf = ({ port, protocol }: URL) => (port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port));

/** `session`: where the console is enrolled, which counts before what a policy says of enrolling. */
export function networkNeeds(
  policy: Policy | null,
  session: { url: string; pusher: PusherAddress } | null,
): NetworkNeed[] {
  const url = session?.url ?? policy?.backend?.url;
  const pusher = session?.pusher ?? policy?.backend?.existing?.pusher ?? null;
  const needs: NetworkNeed[] = [];
  if (url !== undefined) {
    const { hostname, protocol } = new URL(url);
    const over = protocol === 'https:' ? 'https' : 'http';
    needs.push({
      host: hostname,
      port: portOf(new URL(url)),
      over,
      for: 'orders, presses, sign-in, and news every 10 s',
    });
    if (pusher !== null) needs.push(pusherNeed(pusher, hostname));
  }
  if (policy?.proxy !== undefined) {
    const proxy = new URL(policy.proxy.url);
    const port =
      proxy.port === '' ? (proxy.protocol === 'socks5:' ? 1080 : portOf(proxy)) : Number(proxy.port);
    needs.push({ host: proxy.hostname, port, over: 'proxy', for: 'everything but what the policy excepts' });
  }
  return needs;
}

function pusherNeed({ cluster, host, port, tls }: PusherAddress, backend: string): NetworkNeed {
  const at = cluster === undefined ? (host === '' ? backend : host) : `ws-${cluster}.pusher.com`;
  return { host: at, port, over: tls ? 'wss' : 'ws', for: 'new orders at once (Pusher)' };
}

export const networkLines = (needs: readonly NetworkNeed[]): string[] =>
  needs.map(({ host, port, over, for: what }) => `${over.padEnd(5)} ${host}:${port}  ${what}`);
