// How the console reaches its backend and Pusher: pinned where the backend made its own certificate, through the proxy
// that was named, and otherwise as the system says.
import type { Duplex } from 'node:stream';
import type { ClientOptions } from 'ws';
import type { Policy } from '../../contract/policy.ts';
import type { Log } from '../../core/ports/log.ts';
import { agentFetch } from './agent-fetch.ts';
import type { BackendHttpOptions, Fetch } from './backend-http.ts';
import { lookAt } from './login-page.ts';
import { renewLooks } from './look-up.ts';
import { pinnedAgents, pinnedFetch, pinnedSocketOptions } from './pinned-tls.ts';
import { proxyAgent, reach, waysOf, whyNoTunnel, type ResolveProxy, type Way } from './proxy-agent.ts';
import { chooseProxy } from './proxy-choice.ts';
import { passwordWanted } from './proxy-tunnel.ts';

/** Electron's session, with the system's trust store and proxy settings. */
export type SystemNetwork = {
  fetch: Fetch;
  resolveProxy: ResolveProxy;
  closeAllConnections(): Promise<void>;
};

export type ConsoleNetworkOptions = {
  system: SystemNetwork;
  proxy: Policy['proxy'];
  env: NodeJS.ProcessEnv;
  /** What this machine trusts, for connections that Node makes. */
  trusted: string[] | undefined;
  log: Log;
};

export type ConsoleNetwork = Pick<BackendHttpOptions, 'fetch' | 'fetchPinned' | 'lookAt' | 'dropPools'> & {
  socketOptions: (url: URL, fingerprint: string | null) => ClientOptions;
  /** Something that was asked lately is reached by another proxy than at the last look, or by none any more. */
  proxySwitched: () => Promise<boolean>;
  /** For whoever wants to know which step of the way fails. */
  resolveProxy: ResolveProxy;
  proxySource: 'policy' | 'environment' | 'system';
  reach: (way: Way, host: string, port: number) => Promise<Duplex>;
  trusted: string[] | undefined;
};

/** Backend and Pusher are two; a device that was enrolled elsewhere before has had others. */
const mostSeen = 4;

export function createConsoleNetwork({
  system,
  proxy,
  env,
  trusted,
  log,
}: ConsoleNetworkOptions): ConsoleNetwork {
  const pinned = pinnedAgents();
  const choice = chooseProxy({ policy: proxy, env, system: system.resolveProxy });
  const how = { authorization: choice.authorization, ca: trusted };
  const plain = proxyAgent(false, choice.resolve, { ...how, keepAlive: true });
  const secure = proxyAgent(true, choice.resolve, { ...how, keepAlive: true });
  const agentFor = ({ protocol }: URL) => (protocol === 'https:' ? secure : plain);
  const throughNamed = agentFetch(agentFor);
  if (choice.told !== null) log.info('proxy.named', choice.told);

  /** The system's way; of a proxy that refuses it says as good as nothing, so the proxy is asked again why. */
  const asSystem: Fetch = async (url, init) => {
    let response: Response;
    try {
      response = await system.fetch(url, init);
    } catch (error) {
      if (!/TUNNEL_CONNECTION_FAILED|PROXY_AUTH/.test(String(error))) throw error;
      throw (await whyNoTunnel(new URL(url), choice.resolve, how)) ?? error;
    }
    if (response.status !== 407) return response;
    const way = waysOf(await choice.resolve(url)).find(({ kind }) => kind === 'PROXY' || kind === 'HTTPS');
    throw passwordWanted(way === undefined || way.kind === 'other' ? '' : `${way.host}:${way.port}`, false);
  };

  /** Of what goes the system's way; what policy and environment name stays as long as the program runs. */
  const seen = new Map<string, string | null>();
  function note(url: string): void {
    const { origin } = new URL(url);
    if (seen.has(origin)) return;
    seen.set(origin, null);
    for (const oldest of [...seen.keys()].slice(0, -mostSeen)) seen.delete(oldest);
  }
  async function isSwitched(origin: string, before: string | null): Promise<boolean> {
    const now = await system.resolveProxy(origin);
    seen.set(origin, now);
    return before !== null && before !== now;
  }

  return {
    fetch(url, init) {
      if (choice.named(url) !== null) return throughNamed(url, init);
      note(url);
      return asSystem(url, init);
    },
    proxySwitched: async () =>
      (await Promise.all([...seen].map(([origin, before]) => isSwitched(origin, before)))).includes(true),
    fetchPinned: (fingerprint) => pinnedFetch(pinned.for(fingerprint)),
    lookAt: lookAt(agentFor),
    dropPools() {
      renewLooks();
      pinned.drop();
      plain.destroy();
      secure.destroy();
      return system.closeAllConnections();
    },
    socketOptions: (url, fingerprint) =>
      fingerprint === null
        ? { agent: proxyAgent(url.protocol === 'wss:', choice.resolve, how) }
        : pinnedSocketOptions(url, pinned.for(fingerprint)),
    resolveProxy: choice.resolve,
    proxySource: choice.told?.source ?? 'system',
    reach: (way, host, port) => reach(way, host, port, how),
    trusted,
  };
}
