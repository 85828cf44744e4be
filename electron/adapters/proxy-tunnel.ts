// Opens a tunnel through an HTTP or SOCKS5 proxy, and says in our words why there is none.
import { channel } from 'node:diagnostics_channel';
import { EventEmitter } from 'node:events';
import type { ClientRequest } from 'node:http';
import { isIPv6, type Socket } from 'node:net';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { SocksClient } from 'socks';
import { lookUp } from './look-up.ts';

export type Proxy = { kind: 'PROXY' | 'HTTPS' | 'SOCKS5'; host: string; port: number };
export type TunnelOptions = {
  /** As it stands in Proxy-Authorization; null: nothing was given. */
  authorization: string | null;
  /** What this machine trusts, where the proxy itself is spoken to over TLS. */
  ca: string[] | undefined;
  patienceMs: number;
};

export const passwordCode = 'ERR_PROXY_AUTH';

/** What happened, what it means and what to do; never what was given. */
export function passwordWanted(proxy: string, given: boolean): Error {
  const happened = given
    ? `The proxy ${proxy} does not take the name and password it was given.`
    : `The proxy ${proxy} asks for a name and a password.`;
  return Object.assign(
    new Error(
      `${happened} Until it has the right ones nothing gets through. Put them into the policy's "proxy" or HTTPS_PROXY, as http://NAME:PASSWORD@HOST:PORT.`,
    ),
    { code: passwordCode },
  );
}

const failed = (proxy: string, why: string): Error =>
  Object.assign(new Error(`The proxy ${proxy} ${why}.`), { code: 'ERR_PROXY_FAILED' });

export function openTunnel(
  proxy: Proxy,
  host: string,
  port: number,
  options: TunnelOptions,
): Promise<Socket> {
  return proxy.kind === 'SOCKS5'
    ? socksTunnel(proxy, host, port, options)
    : connectTunnel(proxy, host, port, options);
}

/** As much as Node reads of an answer's head elsewhere, several times over. */
const longestHead = 64 * 1024;

/**
 * The agent reads for as long as no head has come to its end, ever more slowly, with everything else in this process
 * waiting; and it gives nobody its socket before. Node tells of it here:
 * https://nodejs.org/api/diagnostics_channel.html#event-netclientsocket
 */
function withShortHead<T>(connect: () => Promise<T>): Promise<T> {
  const created = channel('net.client.socket');
  let socket: Socket | undefined;
  const note = (told: unknown) => void (socket = (told as { socket: Socket }).socket);
  created.subscribe(note);
  let connecting: Promise<T>;
  try {
    connecting = connect();
  } finally {
    created.unsubscribe(note);
  }
  const count = (): void => {
    if ((socket?.bytesRead ?? 0) > longestHead) socket?.destroy(new Error('its answer has no end'));
  };
  socket?.on('readable', count);
  return connecting.finally(() => socket?.off('readable', count));
}

async function connectTunnel(
  proxy: Proxy,
  host: string,
  port: number,
  { authorization, ca, patienceMs }: TunnelOptions,
): Promise<Socket> {
  const named = `${proxy.host}:${proxy.port}`;
  const scheme = proxy.kind === 'HTTPS' ? 'https' : 'http';
  const address = new URL(`${scheme}://${isIPv6(proxy.host) ? `[${proxy.host}]` : proxy.host}:${proxy.port}`);
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), patienceMs);
  // For net.connect and tls.connect, which the agent passes it on to. It ends what takes too long, and has Node listen for
  // errors on the socket for as long as that lives: the agent stops listening when the proxy hangs up, and an error after
  // that, as in the middle of a TLS handshake, would end the process.
  const socketOptions = { signal: patience.signal, lookup: lookUp };
  const agent = new HttpsProxyAgent<'https:'>(address, {
    ...(authorization !== null && { headers: { 'Proxy-Authorization': authorization } }),
    // Said here, because NODE_TLS_REJECT_UNAUTHORIZED=0 would have it otherwise wherever nothing is said.
    rejectUnauthorized: true,
    ...(ca !== undefined && { ca }),
    ...socketOptions,
  });
  // There is no request yet: the agent only tells it what the proxy answered.
  const request = new EventEmitter() as ClientRequest;
  let status = 0;
  request.once('proxyConnect', ({ statusCode }: { statusCode: number }) => void (status = statusCode));
  let socket: Socket;
  try {
    socket = await withShortHead(() => agent.connect(request, { host, port, secureEndpoint: false }));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw failed(named, `cannot be used: ${patience.signal.aborted ? 'no answer' : why}`);
  } finally {
    clearTimeout(timer);
  }
  if (status === 200) return socket;
  socket.destroy();
  if (status === 407) throw passwordWanted(named, authorization !== null);
  throw failed(
    named,
    Number.isInteger(status)
      ? `answered ${status} and lets nothing through`
      : 'cannot be used: it does not answer as an HTTP proxy does',
  );
}

/** `given` as it stands in a header; SOCKS5 wants the two words apart. */
function loginIn(given: string | null): { userId?: string; password?: string } {
  if (given === null) return {};
  const words = Buffer.from(given.replace(/^Basic /, ''), 'base64').toString();
  const colon = words.indexOf(':');
  return { userId: words.slice(0, colon), password: words.slice(colon + 1) };
}

/** Names are looked up by the proxy: a counter behind it may know no other way to find anything. */
async function socksTunnel(
  proxy: Proxy,
  host: string,
  port: number,
  { authorization, patienceMs }: TunnelOptions,
): Promise<Socket> {
  const named = `${proxy.host}:${proxy.port}`;
  try {
    const { socket } = await SocksClient.createConnection({
      proxy: { host: proxy.host, port: proxy.port, type: 5, ...loginIn(authorization) },
      command: 'connect',
      destination: { host, port },
      timeout: patienceMs,
      socket_options: { host: proxy.host, port: proxy.port, lookup: lookUp },
    });
    return socket;
  } catch (error) {
    // The library's error carries the password: nothing of it but these words goes on.
    const why = error instanceof Error ? error.message : String(error);
    if (/authentication/i.test(why)) throw passwordWanted(named, authorization !== null);
    throw failed(named, `cannot be used: ${socksReason(why)}`);
  }
}

function socksReason(why: string): string {
  if (/timed out/.test(why)) return 'no answer';
  if (/Socket closed/.test(why)) return 'it hung up';
  if (/socks version/.test(why)) return 'it does not speak SOCKS5';
  const [, refusal] = /rejected connection - (\w+)/.exec(why) ?? [];
  return refusal === undefined ? why : `it does not get there (${refusal})`;
}
