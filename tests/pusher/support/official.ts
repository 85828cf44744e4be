// The official client and the official server SDK, unmodified, pointed at a target.
import { randomBytes, randomUUID } from 'node:crypto';
import PusherSdk from 'pusher';
import PusherClient, { type Channel, type Options, type PresenceChannel } from 'pusher-js';
import { within } from './deadline.ts';
import type { Target } from './target.ts';

export type { Channel, PresenceChannel };
export type Client = PusherClient;
export type Sdk = PusherSdk;

const MASTER_KEY = randomBytes(32).toString('base64');

export function createSdk({ host, port, tls, app }: Target): Sdk {
  return new PusherSdk({
    appId: app.id,
    key: app.key,
    secret: app.secret,
    host,
    port: String(port),
    useTLS: tls,
    encryptionMasterKeyBase64: MASTER_KEY,
  });
}

export type Person = { id: string | number; info?: unknown; watchlist?: string[] };

export type ClientSettings = Partial<Options> & {
  /** Who this client is, for presence channels and for signing in. */
  person?: Person;
  /** Overrides what the application's authorizer answers. */
  authorize?: (socketId: string, channel: string) => { auth: string; channel_data?: string };
};

export type Clients = {
  connect(settings?: ClientSettings): Client;
  connected(settings?: ClientSettings): Promise<Client>;
  /** Disconnects all of them. */
  done(): void;
};

export function createClients(target: Target, sdk: Sdk): Clients {
  const clients: Client[] = [];
  const connect = ({ person, authorize, ...options }: ClientSettings = {}): Client => {
    const client = new PusherClient(target.app.key, {
      cluster: '',
      wsHost: target.wsHost,
      wsPort: target.wsPort,
      wssPort: target.wsPort,
      forceTLS: target.tls,
      enabledTransports: ['ws'],
      channelAuthorization: {
        transport: 'ajax',
        endpoint: 'unused',
        customHandler: ({ socketId, channelName }, callback) => {
          callback(null, (authorize ?? signAs(sdk, person))(socketId, channelName));
        },
      },
      userAuthentication: {
        transport: 'ajax',
        endpoint: 'unused',
        customHandler: ({ socketId }, callback) => {
          const { id, info, watchlist } = person ?? { id: 'nobody' };
          callback(
            null,
            sdk.authenticateUser(socketId, { id: String(id), user_info: info, watchlist } as never),
          );
        },
      },
      ...options,
    });
    clients.push(client);
    return client;
  };
  return {
    connect,
    async connected(settings) {
      const client = connect(settings);
      await within(happens(client.connection, 'connected'), 'pusher-js to connect');
      return client;
    },
    done() {
      for (const client of clients.splice(0)) client.disconnect();
    },
  };
}

function signAs(sdk: Sdk, person?: Person) {
  return (socketId: string, channel: string) => {
    const member = { user_id: person?.id ?? randomUUID(), user_info: person?.info };
    return channel.startsWith('presence-')
      ? sdk.authorizeChannel(socketId, channel, member as never)
      : sdk.authorizeChannel(socketId, channel);
  };
}

type Emitter = {
  bind(event: string, callback: (value: never) => void): unknown;
  unbind(event: string, callback: (value: never) => void): unknown;
};

/** The next time an emitter of pusher-js emits this event. */
export function happens<T = unknown>(emitter: Emitter, event: string): Promise<T> {
  return new Promise((resolve) => {
    const callback = (value: T) => {
      emitter.unbind(event, callback as never);
      resolve(value);
    };
    emitter.bind(event, callback as never);
  });
}

export async function subscribed(client: Client, name: string): Promise<Channel> {
  const channel = client.subscribe(name);
  if (!channel.subscribed) {
    await within(happens(channel, 'pusher:subscription_succeeded'), `the subscription to ${name}`);
  }
  return channel;
}

/** Everything the application said on a channel, in order. */
export function listen(channel: Channel): { event: string; data: unknown; metadata: unknown }[] {
  const heard: { event: string; data: unknown; metadata: unknown }[] = [];
  channel.bind_global((event: string, data: unknown) => {
    if (!event.startsWith('pusher:')) heard.push({ event, data, metadata: undefined });
  });
  return heard;
}

/** Names of its own for every run, so that a shared server may be used. */
export function fresh(prefix: string): string {
  return `${prefix}-${randomUUID().slice(0, 8)}`;
}
