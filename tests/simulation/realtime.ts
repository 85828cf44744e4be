// The Realtime port as a machine's pusher-js gives it: its own slow retries, its silences, its codes.
import type { Clock, Timer } from '../../core/ports/clock.ts';
import type { Realtime, RealtimeClient, RealtimeOptions, RealtimeSignal } from '../../core/ports/realtime.ts';
import type { Chance } from './chance.ts';
import type { Line } from './network.ts';
import type { Frame, PusherService, Socket } from './pusher.ts';
import type { Trace } from './trace.ts';

const attemptTimeoutMs = 15_000;

export type RealtimeAround = {
  name: string;
  line: Line;
  service: PusherService;
  clock: Clock;
  chance: Chance;
  trace: Trace;
  alive: () => boolean;
  /** Calls into the core; whatever it throws is written down. */
  guard: (what: string, run: () => void) => void;
};

export function createRealtime(around: RealtimeAround): Realtime {
  return { open: (options) => openClient(around, options) };
}

function openClient(around: RealtimeAround, options: RealtimeOptions): RealtimeClient {
  const { line, service, clock, chance, trace, name } = around;
  let state: 'idle' | 'connecting' | 'connected' | 'waiting' | 'closed' = 'idle';
  let socket: Socket | null = null;
  let attempt = 0;
  let wantsSignIn = false;
  let lastFrame = 0;
  let lastSent = 0;
  const underWay: (() => void)[] = [];
  let timers: Timer[] = [];
  const channels = new Map<string, { asked: number; subscribed: boolean }>();

  const later = (ms: number, run: () => void): void => {
    const own = attempt;
    timers.push(
      clock.after(ms, () => {
        if (own === attempt && state !== 'closed') run();
      }),
    );
  };
  const signal = (made: RealtimeSignal): void => {
    if (!around.alive() || state === 'closed') return;
    if (trace.on && made.kind !== 'event')
      trace.say(name, `pusher ${made.kind}${'channel' in made ? ` ${made.channel}` : ''}`);
    around.guard('signal', () => options.signal(made));
  };
  /** Ends the present attempt or connection; timers and late answers of it count no more. */
  const drop = (): void => {
    attempt += 1;
    for (const timer of timers) timer.cancel();
    timers = [];
    if (socket !== null) {
      const left = socket;
      socket = null;
      left.abandoned = true;
      if (line.push === 'ok') service.timeline.after(5, () => service.sockets.delete(left));
      else service.timeline.after(120_000, () => service.sockets.delete(left));
    }
    for (const channel of channels.values()) channel.subscribed = false;
  };
  const retryIn = (ms: number, code: number | null, message: string): void => {
    drop();
    state = 'waiting';
    later(ms, dial);
    signal({ kind: 'unavailable', code, message });
  };

  function dial(): void {
    drop();
    state = 'connecting';
    signal({ kind: 'connecting' });
    later(attemptTimeoutMs, () => retryIn(1000, null, 'attempt timed out'));
    later(chance.between(2, line.slowest * 2), () => {
      if (line.push === 'stalled') return;
      if (line.push === 'cut' || !service.up)
        return retryIn(1000, service.up ? null : 1006, 'could not connect');
      const own = attempt;
      const mine = service.accept(name, line, {
        receive: (frame) => {
          if (own === attempt && around.alive()) hear(frame);
        },
        closed: (code) => {
          if (own === attempt && around.alive()) closed(code);
        },
      });
      later(chance.between(1, line.slowest), () => {
        socket = mine;
        state = 'connected';
        for (const timer of timers) timer.cancel();
        timers = [];
        lastFrame = clock.monotonic();
        watch(options.activityTimeoutMs);
        signal({ kind: 'connected', socketId: mine.id });
        if (wantsSignIn) void askSignIn();
        for (const channel of channels.keys()) void ask(channel);
      });
    });
  }

  function closed(code: number): void {
    if (code >= 4001 && code < 4100) {
      drop();
      state = 'idle';
      signal({ kind: 'disconnected', asked: false, code, message: 'closed by the server' });
    } else retryIn(code >= 4200 && code < 4300 ? 0 : 1000, code, 'closed by the server');
  }

  /** A link that is silent for too long is asked for a sign of life. */
  function watch(ms: number): void {
    later(ms, () => {
      const silent = clock.monotonic() - lastFrame;
      if (silent < options.activityTimeoutMs - 1) watch(options.activityTimeoutMs - silent);
      else ping();
    });
  }

  function ping(): void {
    const asked = clock.monotonic();
    const mine = socket;
    service.timeline.after(chance.between(2, line.slowest * 2), () => {
      if (line.push !== 'ok' || mine !== socket || mine === null || !service.sockets.has(mine)) return;
      if (!line.asleep()) lastFrame = clock.monotonic();
    });
    later(options.pongTimeoutMs, () => {
      if (lastFrame >= asked) watch(options.activityTimeoutMs);
      else retryIn(0, null, 'no sign of life');
    });
  }

  function hear(frame: Frame): void {
    lastFrame = clock.monotonic();
    switch (frame.kind) {
      case 'subscribed': {
        const channel = channels.get(frame.channel);
        if (channel === undefined) return;
        channel.subscribed = true;
        return signal({ kind: 'subscribed', channel: frame.channel });
      }
      case 'refused':
        if (channels.has(frame.channel))
          signal({ kind: 'refused', channel: frame.channel, status: 401, message: 'AuthError' });
        return;
      case 'signed-in':
        return signal({ kind: 'signed-in' });
      case 'sign-in-refused':
        return signal({ kind: 'sign-in-refused', message: 'AuthError' });
      case 'event':
        if (channels.get(frame.channel)?.subscribed !== true) return;
        return signal({ kind: 'event', channel: frame.channel, name: frame.name, data: frame.data });
    }
  }

  /** Frames of one socket arrive in order, after a stall if need be, or never: if the socket does not outlive it. */
  function send(over: Socket, run: () => void): void {
    lastSent = Math.max(lastSent, service.timeline.now + chance.between(1, line.slowest));
    service.timeline.at(lastSent, () => {
      underWay.push(() => {
        if (!over.abandoned) run();
      });
      if (underWay.length === 1) arrive();
    });
  }

  function arrive(): void {
    if (line.push !== 'ok') return void service.timeline.after(300, arrive);
    for (const frame of underWay.splice(0)) frame();
  }

  async function ask(channel: string): Promise<void> {
    const entry = channels.get(channel);
    const mine = socket;
    if (entry === undefined || mine === null || entry.subscribed) return;
    entry.asked += 1;
    const { asked } = entry;
    let auth: string | null = null;
    if (channel.startsWith('private-')) {
      const answer = await options.authorize({ for: 'channel', socketId: mine.id, channel });
      if (!around.alive() || channels.get(channel) !== entry || entry.asked !== asked) return;
      if (socket !== mine) return; // an answer for another socket than the present one is thrown away
      if (!answer.ok)
        return signal({ kind: 'refused', channel, status: answer.status, message: answer.message });
      ({ auth } = answer);
    }
    send(mine, () => service.subscribe(mine, channel, auth));
  }

  async function askSignIn(): Promise<void> {
    const mine = socket;
    if (mine === null) return;
    const answer = await options.authorize({ for: 'user', socketId: mine.id });
    if (!around.alive() || socket !== mine) return;
    if (!answer.ok) return signal({ kind: 'sign-in-refused', message: answer.message });
    send(mine, () => service.signIn(mine, answer.userData ?? '', answer.auth));
  }

  const client: RealtimeClient = {
    connect() {
      if (state !== 'connected' && state !== 'closed') dial();
    },
    disconnect() {
      if (state === 'closed' || state === 'idle') return;
      drop();
      state = 'idle';
      signal({ kind: 'disconnected', asked: true, code: null, message: null });
    },
    check() {
      if (state === 'connected') ping();
    },
    subscribe(channel) {
      if (!channels.has(channel)) channels.set(channel, { asked: 0, subscribed: false });
      if (state === 'connected') void ask(channel);
    },
    unsubscribe(channel) {
      channels.delete(channel);
      const mine = socket;
      if (mine !== null) send(mine, () => service.unsubscribe(mine, channel));
    },
    signIn() {
      wantsSignIn = true;
      if (state === 'connected') void askSignIn();
    },
    close() {
      drop();
      state = 'closed';
    },
  };
  return client;
}
