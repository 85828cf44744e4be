// One instance of pusher-js 8.6.0 and all its peculiarities, which are known here and nowhere else; the version is
// pinned, as some of it is undocumented.
import type Pusher from 'pusher-js';
import type { Options } from 'pusher-js';
import type { PusherAddress } from '../../contract/api.ts';
import type { Log } from '../../core/ports/log.ts';
import type { RealtimeOptions, RealtimeSignal } from '../../core/ports/realtime.ts';
import { authorizeChannel, authorizeUser, type Authorized } from './pusher-authorizer.ts';
import { faultOf, isUnreadableFrame } from './pusher-fault.ts';
import { newTenant, type Tenant } from './pusher-tenant.ts';

/** A server that says "come back at once" (4200–4299) this often in so short a time is not obeyed any longer. */
const storm = { closes: 4, withinMs: 10_000 };
/** An attempt this young is waited for when somebody says "now". */
const youngAttemptMs = 3_000;

function pusherOptions(address: PusherAddress, options: RealtimeOptions): Options {
  const own =
    address.cluster === undefined
      ? {
          cluster: '',
          wsHost: address.host,
          wsPort: address.port,
          wssPort: address.port,
          forceTLS: address.tls,
        }
      : { cluster: address.cluster, forceTLS: true };
  return {
    ...own,
    enabledTransports: ['ws', 'wss'],
    disableStats: true,
    activityTimeout: options.activityTimeoutMs,
    pongTimeout: options.pongTimeoutMs,
  };
}

/** An instance with whoever uses it now. */
export class PusherLine {
  private pusher: Pusher;
  private runtime: (typeof Pusher)['Runtime'];
  private log: Log;
  tenant: Tenant | null = null;

  constructor(PusherClass: typeof Pusher, log: Log, options: RealtimeOptions) {
    this.runtime = PusherClass.Runtime;
    this.log = log;
    // pusher-js connects in its constructor; the disconnect below comes before any packet.
    this.pusher = new PusherClass(options.address.key, this.configured(options));
    this.pusher.disconnect();
    this.listen();
  }

  private configured(options: RealtimeOptions): Options {
    const line: Authorized = {
      tenant: () => this.tenant,
      socketId: () => this.pusher.connection.socket_id,
    };
    return {
      ...pusherOptions(options.address, options),
      // Its own request has no time-out, is never repeated and drops headers.
      channelAuthorization: {
        customHandler: ({ socketId, channelName }, callback) =>
          void authorizeChannel(line, socketId, channelName, callback),
      },
      userAuthentication: {
        customHandler: ({ socketId }, callback) => void authorizeUser(line, socketId, callback),
      },
    };
  }

  move(options: RealtimeOptions): void {
    const { pusher } = this;
    pusher.options = this.configured(options);
    pusher.connection.options.activityTimeout = options.activityTimeoutMs;
    pusher.connection.options.pongTimeout = options.pongTimeoutMs;
    // Once told to use TLS (4000) it would use it for every later server.
    pusher.connection.usingTLS = options.address.cluster !== undefined || options.address.tls;
    // Reads the options anew and would connect in a moment; disconnecting takes that timer away.
    pusher.switchCluster({ appKey: options.address.key, cluster: pusher.options.cluster });
    pusher.disconnect();
    pusher.user.signin_requested = false;
  }

  take(options: RealtimeOptions): void {
    this.tenant = newTenant(options);
  }

  private signal(signal: RealtimeSignal): void {
    const { tenant } = this;
    if (tenant === null || tenant.restarting) return;
    // An exception here would skip pusher-js's own listeners and end as an uncaught one.
    try {
      tenant.options.signal(signal);
    } catch (error) {
      const { kind, name, channel } = { name: undefined, channel: undefined, ...signal };
      this.log.error('pusher.listener-failed', {
        signal: kind,
        ...(name !== undefined && { name }),
        ...(channel !== undefined && { channel }),
        message: String(error),
      });
    }
  }

  private listen(): void {
    const { connection } = this.pusher;
    connection.bind('state_change', ({ current }: { current: string }) => this.onState(current));
    connection.bind('connected', ({ socket_id: socketId }: { socket_id: string }) => {
      if (this.tenant === null) return;
      this.tenant.live = true;
      // It has just asked for all that it knows; the core, told that the link stands, is about to ask for the same.
      this.tenant.askedByItself = new Set(this.pusher.allChannels().map(({ name }) => name));
      this.tenant.fault = { code: null, message: null };
      this.signal({ kind: 'connected', socketId });
    });
    connection.bind('error', (error: unknown) => this.onError(error));
    connection.bind('connecting_in', () => this.onLost());
    connection.bind('message', ({ event }: { event: string }) => {
      if (event === 'pusher:signin_success') this.signal({ kind: 'signed-in' });
    });
    this.pusher.user.bind('pusher:signin_error', (error: unknown) =>
      this.signal({ kind: 'sign-in-refused', message: faultOf(error).message ?? 'refused without a reason' }),
    );
  }

  private onState(current: string): void {
    const { tenant } = this;
    if (tenant === null) return;
    if (current !== 'connected') tenant.live = false;
    switch (current) {
      case 'connecting':
        tenant.attemptBegan = performance.now();
        return this.signal({ kind: 'connecting' });
      case 'unavailable':
        return this.onLost();
      case 'failed':
      case 'disconnected':
        return this.signal({ kind: 'disconnected', asked: tenant.asked, ...tenant.fault });
      default:
    }
  }

  private onLost(): void {
    if (this.tenant === null) return;
    this.tenant.live = false;
    this.signal({ kind: 'unavailable', ...this.tenant.fault });
  }

  /** pusher-js keeps it to itself when nobody answers, and tries again after 15 s, 30 s, 60 s. */
  onNeverOpened(socket: unknown, message: string): void {
    const { tenant } = this;
    if (tenant === null || tenant.socket !== socket || this.pusher.connection.state === 'disconnected')
      return;
    tenant.fault = { code: null, message };
    tenant.attemptBegan = -Infinity;
    this.onLost();
  }

  onNotTried(message: string): void {
    if (this.tenant === null) return;
    this.tenant.fault = { code: null, message };
    this.onLost();
  }

  /** Told once: whoever sends one sends many. */
  onUnreadable(): void {
    const { tenant } = this;
    if (tenant === null) return;
    tenant.unreadable += 1;
    if (tenant.unreadable === 1) this.log.warn('pusher.frame-unreadable', { count: 1 });
  }

  private onError(error: unknown): void {
    const { tenant } = this;
    if (tenant === null) return;
    if (isUnreadableFrame(error)) return this.onUnreadable();
    tenant.fault = faultOf(error);
    const code = tenant.fault.code ?? 0;
    if (code < 4200 || code > 4299) return;
    const now = performance.now();
    tenant.comeBacks = [...tenant.comeBacks.filter((at) => now - at < storm.withinMs), now];
    if (tenant.comeBacks.length < storm.closes) return;
    tenant.comeBacks = [];
    this.log.warn('pusher.storm', { code });
    // pusher-js has not yet set the timer of its next attempt when it tells of the error.
    queueMicrotask(() => this.pusher.disconnect());
  }

  private onChannelEvent(channel: string, name: string, data: unknown): void {
    if (name.startsWith('pusher:subscription_')) this.tenant?.askedByItself.delete(channel);
    if (name === 'pusher:subscription_succeeded') return this.signal({ kind: 'subscribed', channel });
    if (name === 'pusher:subscription_error') {
      const fault = faultOf(data);
      const told = typeof data === 'object' && data !== null && 'status' in data ? data.status : null;
      const status = this.tenant?.refusals.get(channel) ?? (typeof told === 'number' ? told : null);
      this.tenant?.refusals.delete(channel);
      const message = fault.message ?? 'refused without a reason';
      return this.signal({ kind: 'refused', channel, status, message });
    }
    if (name.startsWith('pusher:')) return;
    this.signal({ kind: 'event', channel, name, data });
  }

  connect(): void {
    const { tenant, pusher } = this;
    if (tenant === null || tenant.live) return;
    const { state } = pusher.connection;
    const young = performance.now() - tenant.attemptBegan < youngAttemptMs;
    if (state === 'connecting' && young) return;
    tenant.fault = { code: null, message: null };
    // Off and on again takes away every timer of its own, which a mere "online" event would leave behind to
    // tear down the new connection a second later.
    tenant.restarting = true;
    pusher.disconnect();
    tenant.restarting = false;
    tenant.asked = false;
    pusher.connect();
  }

  disconnect(): void {
    if (this.tenant === null) return;
    this.tenant.asked = true;
    this.pusher.disconnect();
  }

  check(): void {
    if (this.tenant?.live !== true) return;
    // The only way to have it ask for a sign of life and wait no longer than the pong's time-out.
    this.runtime.getNetwork().emit('offline');
  }

  subscribe(name: string): void {
    const { tenant, pusher } = this;
    if (tenant === null || tenant.askedByItself.delete(name)) return;
    const known = pusher.channel(name);
    if (known !== undefined && !known.subscribed) {
      // Refused by the server, or never answered: without this it sends nothing ever again.
      known.subscriptionPending = false;
      known.subscriptionCancelled = false;
    }
    const channel = known ?? pusher.channels.add(name, pusher);
    if (!tenant.bound.has(channel)) {
      tenant.bound.add(channel);
      channel.bind_global((event: string, data: unknown) => this.onChannelEvent(name, event, data));
    }
    pusher.subscribe(name);
  }

  unsubscribe(name: string): void {
    const { tenant, pusher } = this;
    const channel = pusher.channel(name);
    if (tenant === null || channel === undefined) return;
    // One that is still pending would only be marked as cancelled, and be subscribed again after a reconnect.
    const pending = channel.subscriptionPending;
    tenant.askedByItself.delete(name);
    tenant.attempts.set(name, (tenant.attempts.get(name) ?? 0) + 1);
    channel.unbind_all();
    channel.subscriptionPending = false;
    pusher.unsubscribe(name);
    if (pending) pusher.send_event('pusher:unsubscribe', { channel: name });
  }

  signIn(): void {
    if (this.tenant === null) return;
    // After a refusal it believes that it has asked already.
    this.pusher.user.signin_requested = false;
    this.pusher.signin();
  }

  leave(): void {
    for (const channel of this.pusher.allChannels()) this.unsubscribe(channel.name);
    this.tenant = null;
    this.pusher.user.signin_requested = false;
    this.pusher.disconnect();
  }
}
