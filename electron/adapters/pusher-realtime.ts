// Pusher behind the core's port: lends out instances of pusher-js, and gives them their sockets.
import type Pusher from 'pusher-js';
import type { ClientOptions } from 'ws';
import type { Log } from '../../core/ports/log.ts';
import type { Realtime, RealtimeClient } from '../../core/ports/realtime.ts';
import { PusherLine } from './pusher-line.ts';
import { socketClass } from './pusher-socket.ts';

export type PusherRealtimeOptions = {
  /** The Node build's constructor. */
  Pusher: typeof Pusher;
  log: Log;
  /** Proxy and trust for one socket. */
  socketOptions?: (url: URL, fingerprint: string | null) => ClientOptions;
};

export function createPusherRealtime({
  Pusher: PusherClass,
  log,
  socketOptions,
}: PusherRealtimeOptions): Realtime {
  /** Reused, because pusher-js keeps every instance it ever made. */
  const lines: PusherLine[] = [];
  const lineOf = (url: URL) =>
    lines.find(({ tenant }) => url.pathname === `/app/${tenant?.options.address.key}`);
  const Socket = socketClass({
    optionsFor: (url) => {
      const line = lineOf(url);
      try {
        return socketOptions?.(url, line?.tenant?.options.fingerprint ?? null) ?? {};
      } catch (error) {
        // Not even tried: the address and what is asked of it do not go together.
        queueMicrotask(() => line?.onNotTried(error instanceof Error ? error.message : String(error)));
        throw error;
      }
    },
    onMade: (url, socket) => {
      const tenant = lineOf(url)?.tenant;
      if (tenant) tenant.socket = socket;
    },
    onNeverOpened: (socket, why) => {
      for (const line of lines) line.onNeverOpened(socket, why);
    },
    onUnreadable: (socket) => {
      for (const line of lines) if (line.tenant?.socket === socket) line.onUnreadable();
    },
  });
  (PusherClass.Runtime as { getWebSocketAPI(): unknown }).getWebSocketAPI = () => Socket;

  return {
    open(options): RealtimeClient {
      const idle = lines.find((line) => line.tenant === null);
      const line = idle ?? new PusherLine(PusherClass, log, options);
      if (idle === undefined) lines.push(line);
      else idle.move(options);
      line.take(options);
      const { tenant } = line;
      const mine = (act: () => void) => () => {
        if (line.tenant === tenant) act();
      };
      return {
        connect: mine(() => line.connect()),
        disconnect: mine(() => line.disconnect()),
        check: mine(() => line.check()),
        subscribe: (channel) => mine(() => line.subscribe(channel))(),
        unsubscribe: (channel) => mine(() => line.unsubscribe(channel))(),
        signIn: mine(() => line.signIn()),
        close: mine(() => line.leave()),
      };
    },
  };
}
