// Connections that Node makes, through whatever proxy the system names for their address, as the browser part does.
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { lookUp } from './look-up.ts';
import { openTunnel, passwordCode, type Proxy } from './proxy-tunnel.ts';

/** Answers as a proxy script does: "PROXY host:port; HTTPS host:port; DIRECT". */
export type ResolveProxy = (address: string) => Promise<string>;
/** The value of Proxy-Authorization for one proxy. */
export type ProxyAuthorization = (host: string, port: number) => string | null;
export type Way = Proxy | { kind: 'DIRECT'; host: string; port: number } | { kind: 'other'; named: string };
type Target = { host?: string; port?: number | string; servername?: string };
type Created = (error: Error | null, socket?: Duplex) => void;

const patienceMs = 10_000;

export function waysOf(answer: string): Way[] {
  return answer
    .split(';')
    .map((way) => way.trim())
    .filter((way) => way !== '')
    .map((way): Way => {
      if (way === 'DIRECT') return { kind: 'DIRECT', host: '', port: 0 };
      const [, kind, host, port] = /^(PROXY|HTTPS|SOCKS5H?) (?:\[?)([^\]]+?)\]?:(\d+)$/.exec(way) ?? [];
      if (host === undefined || port === undefined) return { kind: 'other', named: way };
      return {
        kind: kind === 'SOCKS5H' ? 'SOCKS5' : (kind as 'PROXY' | 'HTTPS' | 'SOCKS5'),
        host,
        port: Number(port),
      };
    });
}

function within<T extends Duplex>(socket: T, ready: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => socket.destroy(new Error(`no connection within ${patienceMs} ms`)),
      patienceMs,
    );
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(error);
    };
    socket.once('error', fail);
    socket.once(ready, () => {
      clearTimeout(timer);
      socket.off('error', fail);
      resolve(socket);
    });
  });
}

/** A connection for TCP, through the proxy where one is on the way. */
export async function reach(
  way: Way,
  host: string,
  port: number,
  { authorization, ca }: ProxyAgentOptions,
): Promise<Duplex> {
  if (way.kind === 'other') {
    const told = `Counterbell does not speak to this kind of proxy: ${way.named}. Name an HTTP proxy in the policy's "proxy" or HTTPS_PROXY.`;
    throw Object.assign(new Error(told), { code: 'ERR_PROXY_KIND' });
  }
  if (way.kind === 'DIRECT') return within(net.connect({ host, port, lookup: lookUp }), 'connect');
  const given = authorization?.(way.host, way.port) ?? null;
  return openTunnel(way, host, port, { authorization: given, ca, patienceMs });
}

/** null: the proxy that was named lets this address through, and whatever went wrong did so behind it. */
export async function whyNoTunnel(
  address: URL,
  resolveProxy: ResolveProxy,
  options: ProxyAgentOptions = {},
): Promise<Error | null> {
  const [way] = waysOf(await resolveProxy(address.href));
  if (way === undefined || way.kind === 'DIRECT') return null;
  const port = address.port === '' ? (address.protocol === 'https:' ? 443 : 80) : Number(address.port);
  return reach(way, address.hostname.replace(/^\[|\]$/g, ''), port, options).then(
    (socket) => {
      socket.destroy();
      return null;
    },
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  );
}

export type ProxyAgentOptions = {
  authorization?: ProxyAuthorization;
  ca?: string[] | undefined;
  keepAlive?: boolean;
};

/** For `ws` and `http`: asks for the proxy anew for each connection, as networks come and go. */
export function proxyAgent(
  secure: boolean,
  resolveProxy: ResolveProxy,
  options: ProxyAgentOptions = {},
): http.Agent {
  const { ca, keepAlive = false } = options;
  async function connect(target: Target): Promise<Duplex> {
    const host = target.host ?? 'localhost';
    const port = Number(target.port);
    const ways = waysOf(await resolveProxy(`${secure ? 'https' : 'http'}://${host}:${port}/`));
    let last: unknown = new Error('no way to the network was named');
    for (const way of ways) {
      try {
        const socket = await reach(way, host, port, options);
        if (!secure) return socket;
        const servername = target.servername || (net.isIP(host) === 0 ? host : '');
        return await within(
          tls.connect({
            socket,
            servername,
            host,
            rejectUnauthorized: true,
            ...(ca !== undefined && { ca }),
          }),
          'secureConnect',
        );
      } catch (error) {
        // The next way is for proxies that are gone, not for those that want something.
        if ((error as NodeJS.ErrnoException).code === passwordCode) throw error;
        last = error;
      }
    }
    throw last;
  }

  const agent = secure ? new https.Agent({ keepAlive }) : new http.Agent({ keepAlive });
  const createConnection = (target: Target, created: Created) => {
    connect(target).then(
      (socket) => created(null, socket),
      (error: unknown) => created(error instanceof Error ? error : new Error(String(error))),
    );
  };
  return Object.assign(agent, { createConnection });
}
