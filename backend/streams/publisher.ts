// Publishes events on Pusher's channels and signs who may hear them: through the official SDK to a Pusher service, or
// straight into the embedded server, which a request to ourselves would only make later.
import http from 'node:http';
import https from 'node:https';
import Pusher from 'pusher';
import { cutText } from '../../contract/wire.ts';
import type { PusherServer } from '../pusher-server/index.ts';

/** How the backend reaches a Pusher service. */
export type PusherService = {
  appId: string;
  key: string;
  secret: string;
  host: string;
  port: number;
  tls: boolean;
};

export type Ring = { channel: string; name: string; data: string };

/** `refused`: the service will never take this; otherwise it is worth another try. */
export type Published = { ok: true } | { ok: false; refused: boolean; why: string };

/** Pusher's own words. */
export type Member = { user_id: string; user_info: { name: string } };

export type Publisher = {
  publish(rings: readonly Ring[]): Promise<Published>;
  /** Ends every connection signed in as this user. */
  terminate(user: string): Promise<void>;
  /** `member`: who this is to the others on a presence channel. */
  signChannel(
    socketId: string,
    channel: string,
    member?: Member,
  ): { auth: string; channel_data?: string | undefined };
  signUser(socketId: string, user: { id: string }): { auth: string; user_data: string };
  close(): void;
};

/** Longer than this nobody waits for the service: the relay's lease is longer still. */
export const publishTimeoutMs = 3_000;

export function servicePublisher(service: PusherService): Publisher {
  const agent = new (service.tls ? https : http).Agent({ keepAlive: true, maxSockets: 64 });
  const pusher = new Pusher({
    appId: service.appId,
    key: service.key,
    secret: service.secret,
    host: service.host,
    port: String(service.port),
    useTLS: service.tls,
    timeout: publishTimeoutMs,
    agent,
  });
  return {
    async publish(rings) {
      try {
        const answer = await pusher.triggerBatch(rings.map((ring) => ({ ...ring })));
        await answer.text();
        return { ok: true };
      } catch (error) {
        return { ok: false, ...judge(error) };
      }
    },
    async terminate(user) {
      await pusher.terminateUserConnections(user);
    },
    ...signing(pusher),
    close: () => agent.destroy(),
  };
}

type App = { id: string; key: string; secret: string };

export function embeddedPublisher(
  server: Pick<PusherServer, 'publish' | 'terminate'>,
  { id, key, secret }: App,
): Publisher {
  return {
    async publish(rings) {
      const problem = server.publish(rings);
      if (problem === null) return { ok: true };
      return {
        ok: false,
        refused: isRefusal(problem.status),
        why: answered(problem.status, problem.message),
      };
    },
    async terminate(user) {
      server.terminate(user);
    },
    // It asks nobody: what is signed is worked out here.
    ...signing(new Pusher({ appId: id, key, secret, host: 'localhost' })),
    close() {},
  };
}

const signing = (pusher: Pusher): Pick<Publisher, 'signChannel' | 'signUser'> => ({
  signChannel: (socketId, channel, member) => pusher.authorizeChannel(socketId, channel, member),
  signUser: (socketId, user) => {
    const { auth, user_data } = pusher.authenticateUser(socketId, user);
    return { auth, user_data: user_data ?? '' };
  },
});

const isRefusal = (status: number | undefined): boolean => status === 400 || status === 413;
const answered = (status: number, body: string): string =>
  `Pusher answered ${status}: ${cutText(body.trim(), 200)}`;

/** What the service refuses because of what we sent stays refused; everything else may pass. */
function judge(error: unknown): { refused: boolean; why: string } {
  if (error instanceof Pusher.RequestError) {
    const status = error.status;
    const why =
      status === undefined
        ? `Pusher cannot be reached: ${error.error instanceof Error ? error.error.message : error.message}`
        : answered(status, String(error.body ?? ''));
    return { refused: isRefusal(status), why };
  }
  return { refused: true, why: error instanceof Error ? error.message : String(error) };
}
