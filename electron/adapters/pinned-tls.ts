// TLS to a backend that made its own certificate: this one certificate is trusted, whatever anybody else says, and
// no other, whoever signed it. Nothing is sent before the certificate has been seen.
import https from 'node:https';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { plainFingerprint } from '../../contract/enrolment-code.ts';
import { agentFetch } from './agent-fetch.ts';
import type { Fetch } from './backend-http.ts';
import { lookUp } from './look-up.ts';

const handshakeTimeoutMs = 10_000;

type Connect = tls.ConnectionOptions & { host?: string };
type Created = (error: Error | null, socket?: Duplex) => void;

function refusal(message: string): Error {
  return Object.assign(new Error(message), { code: 'ERR_TLS_CERT_NOT_PINNED' });
}

/** Hands the socket over only once it has shown the pinned certificate: until then there is nothing to write on. */
function connectPinned(options: Connect, pinned: string, created: Created): void {
  // Whether a public authority signed it says nothing here, so Node's own check is replaced, not added to.
  const socket = tls.connect({
    ...options,
    lookup: lookUp,
    session: undefined,
    rejectUnauthorized: false,
    minVersion: 'TLSv1.2',
  });
  let settled = false;
  const fail = (error: Error) => {
    socket.destroy();
    if (settled) return;
    settled = true;
    created(error);
  };
  socket.setTimeout(handshakeTimeoutMs, () => fail(new Error('no TLS handshake within 10 s')));
  socket.once('error', fail);
  socket.once('close', () => fail(new Error('the connection was closed during the TLS handshake')));
  socket.once('secureConnect', () => {
    const shown = socket.getPeerX509Certificate()?.fingerprint256;
    if (shown === undefined || plainFingerprint(shown) !== pinned)
      return fail(
        refusal(
          `the certificate of ${options.host ?? 'the backend'} is not the one the enrolment code names: ${shown ?? 'none was shown'}`,
        ),
      );
    if (settled) return undefined;
    settled = true;
    socket.setTimeout(0);
    socket.off('error', fail);
    created(null, socket);
    return undefined;
  });
}

class PinnedAgent extends https.Agent {
  readonly #pinned: string;
  constructor(pinned: string) {
    super({ keepAlive: true, maxCachedSessions: 0 });
    this.#pinned = pinned;
  }
  override createConnection(options: Connect, created: Created): undefined {
    connectPinned(options, this.#pinned, created);
    return undefined;
  }
}

/** For `https.request` and for `ws`: refuses everything but the one certificate. */
export function pinnedAgent(fingerprint: string): https.Agent {
  const pinned = plainFingerprint(fingerprint);
  if (pinned === null) throw new Error(`"${fingerprint}" is not the SHA-256 fingerprint of a certificate`);
  return new PinnedAgent(pinned);
}

export type PinnedAgents = {
  for(fingerprint: string): https.Agent;
  /** Closes their connections; a socket that was upgraded is nobody's here any more. */
  drop(): void;
};

/** One agent, and so one pool of connections, per certificate. */
export function pinnedAgents(): PinnedAgents {
  const agents = new Map<string, https.Agent>();
  return {
    for(fingerprint) {
      const key = plainFingerprint(fingerprint) ?? fingerprint;
      const agent = agents.get(key) ?? pinnedAgent(fingerprint);
      agents.set(key, agent);
      return agent;
    },
    drop: () => agents.forEach((agent) => agent.destroy()),
  };
}

function overTls(address: URL, scheme: string): void {
  if (address.protocol !== scheme)
    throw refusal(
      `${address.host} has a pinned certificate, so ${address.protocol}// is refused: use ${scheme}//`,
    );
}

/** What `ws` needs to connect to the same backend. */
export function pinnedSocketOptions(address: URL, agent: https.Agent): { agent: https.Agent } {
  overTls(address, 'wss:');
  return { agent };
}

export function pinnedFetch(agent: https.Agent): Fetch {
  const fetch = agentFetch(() => agent);
  return async (url, init) => {
    overTls(new URL(url), 'https:');
    return fetch(url, init);
  };
}
