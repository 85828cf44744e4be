// Connections that Node makes, through whatever proxy the system names for their address, as the browser part does.
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';

/** Answers as a proxy script does: "PROXY host:port; HTTPS host:port; DIRECT". */
export type ResolveProxy = (address: string) => Promise<string>;
type Way =
  | { kind: 'DIRECT' | 'PROXY' | 'HTTPS'; host: string; port: number }
  | { kind: 'other'; named: string };
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
      const [, kind, host, port] = /^(PROXY|HTTPS) (?:\[?)([^\]]+?)\]?:(\d+)$/.exec(way) ?? [];
      if (host === undefined || port === undefined) return { kind: 'other', named: way };
      return { kind: kind as 'PROXY' | 'HTTPS', host, port: Number(port) };
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

function tunnel(
  way: { kind: string; host: string; port: number },
  to: string,
  ca?: string[],
): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const ask = way.kind === 'HTTPS' ? https.request : http.request;
    const request = ask({
      host: way.host,
      port: way.port,
      method: 'CONNECT',
      path: to,
      headers: { host: to },
      agent: false,
      timeout: patienceMs,
      ...(ca && { ca }),
    });
    request.once('connect', ({ statusCode }, socket) => {
      if (statusCode === 200) return resolve(socket);
      socket.destroy();
      const why = statusCode === 407 ? 'wants a name and a password' : `answered ${statusCode}`;
      return reject(new Error(`the proxy ${way.host}:${way.port} ${why}`));
    });
    request.once('response', ({ statusCode }) => {
      request.destroy();
      reject(new Error(`the proxy ${way.host}:${way.port} answered ${statusCode} without a tunnel`));
    });
    request.once('timeout', () =>
      request.destroy(new Error(`the proxy ${way.host}:${way.port} does not answer`)),
    );
    request.once('error', reject);
    request.end();
  });
}

async function reach(way: Way, host: string, port: number, ca?: string[]): Promise<Duplex> {
  if (way.kind === 'other') throw new Error(`this kind of proxy is not spoken to: ${way.named}`);
  if (way.kind === 'DIRECT') return within(net.connect({ host, port }), 'connect');
  return tunnel(way, `${host.includes(':') ? `[${host}]` : host}:${port}`, ca);
}

/** For `ws`: asks for the proxy anew for each connection, as networks come and go. */
export function proxyAgent(secure: boolean, resolveProxy: ResolveProxy, ca?: string[]): http.Agent {
  async function connect(target: Target): Promise<Duplex> {
    const host = target.host ?? 'localhost';
    const port = Number(target.port);
    const ways = waysOf(await resolveProxy(`${secure ? 'https' : 'http'}://${host}:${port}/`));
    let last: unknown = new Error('no way to the network was named');
    for (const way of ways) {
      try {
        const socket = await reach(way, host, port, ca);
        if (!secure) return socket;
        const servername = target.servername || (net.isIP(host) === 0 ? host : '');
        return await within(tls.connect({ socket, servername, host, ...(ca && { ca }) }), 'secureConnect');
      } catch (error) {
        last = error;
      }
    }
    throw last;
  }

  const agent = secure ? new https.Agent() : new http.Agent();
  const createConnection = (target: Target, created: Created) => {
    connect(target).then(
      (socket) => created(null, socket),
      (error: unknown) => created(error instanceof Error ? error : new Error(String(error))),
    );
  };
  return Object.assign(agent, { createConnection });
}
