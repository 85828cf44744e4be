// Visits Pusher beside the console's own link: a connection, one subscription, and whether a certain event comes. The
// protocol is spoken here directly, because pusher-js has one connection per app key in this program, and that rings.
// https://pusher.com/docs/channels/library_auth_reference/pusher-websockets-protocol/
import WebSocket, { type ClientOptions } from 'ws';
import { jsonIn } from '../../contract/json.ts';
import type { PusherAddress } from '../../contract/api.ts';
import type { AuthorizeAnswer } from '../../core/ports/realtime.ts';

export type PusherVisit = {
  address: string;
  connected(): Promise<string | null>;
  /** Why it did not come to be; null: subscribed. */
  subscribe(
    channel: string,
    authorize: (socketId: string) => Promise<AuthorizeAnswer>,
  ): Promise<{ error: string | null; authorized: boolean }>;
  /** True once an event came of which this is true, false when it did not in time. */
  heard(isIt: (data: unknown) => boolean, withinMs: number): Promise<boolean>;
  close(): void;
};

type Frame = { event: string; channel?: string | undefined; data: unknown };

const withinMs = 10_000;

export function addressOf({ key, cluster, host, port, tls }: PusherAddress): URL {
  const at =
    cluster === undefined
      ? `${host.includes(':') ? `[${host.replace(/^\[|\]$/g, '')}]` : host}:${port}`
      : `ws-${cluster}.pusher.com`;
  const scheme = tls || cluster !== undefined ? 'wss' : 'ws';
  return new URL(
    `${scheme}://${at}/app/${encodeURIComponent(key)}?protocol=7&client=counterbell-self-test&version=1`,
  );
}

export function visitPusher(where: PusherAddress, optionsFor: (url: URL) => ClientOptions): PusherVisit {
  const url = addressOf(where);
  const address = `${url.protocol}//${url.host}`;
  const listeners = new Set<(frame: Frame) => void>();
  const frames: Frame[] = [];
  let ended: string | null = null;
  let socket: WebSocket | null = null;
  const endings = new Set<(why: string) => void>();

  function end(why: string): void {
    ended ??= why;
    for (const tell of endings) tell(ended);
  }

  function open(): void {
    try {
      socket = new WebSocket(url, {
        handshakeTimeout: withinMs,
        perMessageDeflate: false,
        maxPayload: 1024 * 1024,
        ...optionsFor(url),
      });
    } catch (error) {
      return end(error instanceof Error ? error.message : String(error));
    }
    socket.on('error', (error) => end(error.message));
    socket.on('close', (code, reason) => end(`closed (${code}) ${String(reason)}`.trim()));
    socket.on('message', (data) => {
      const frame = frameIn(String(data));
      if (frame === null) return;
      if (frame.event === 'pusher:ping')
        return socket?.send(JSON.stringify({ event: 'pusher:pong', data: {} }));
      if (frame.event === 'pusher:error') return end(saidIn(frame.data));
      frames.push(frame);
      for (const hear of listeners) hear(frame);
    });
  }

  /** The first frame that is wanted, of those that came and those that come; or why none does. */
  function wait(wanted: (frame: Frame) => boolean, within = withinMs): Promise<Frame | string> {
    return new Promise((resolve) => {
      const over = (what: Frame | string) => {
        clearTimeout(timer);
        listeners.delete(hear);
        endings.delete(over);
        resolve(what);
      };
      const timer = setTimeout(() => over(`nothing came within ${within / 1000} s`), within);
      const hear = (frame: Frame) => {
        if (wanted(frame)) over(frame);
      };
      listeners.add(hear);
      endings.add(over);
      const came = frames.find(wanted);
      if (came !== undefined) over(came);
      else if (ended !== null) over(ended);
    });
  }

  const greeting = () => wait(({ event }) => event === 'pusher:connection_established');

  return {
    address,
    async connected() {
      if (socket === null) open();
      const greeted = await greeting();
      return typeof greeted === 'string' ? greeted : null;
    },
    async subscribe(channel, authorize) {
      const greeted = await greeting();
      if (typeof greeted === 'string') return { error: greeted, authorized: false };
      const socketId = String((greeted.data as { socket_id?: unknown }).socket_id ?? '');
      const isPublic = !/^(?:private|presence)-/.test(channel);
      const signed = isPublic ? ({ ok: true, auth: '' } as const) : await authorize(socketId);
      if (!signed.ok) return { error: signed.message, authorized: false };
      const data = isPublic
        ? { channel }
        : {
            channel,
            auth: signed.auth,
            ...('channelData' in signed && { channel_data: signed.channelData }),
          };
      socket?.send(JSON.stringify({ event: 'pusher:subscribe', data }));
      const answer = await wait(
        (frame) => frame.channel === channel && /^pusher(?:_internal)?:subscription_/.test(frame.event),
      );
      if (typeof answer === 'string') return { error: answer, authorized: true };
      return { error: answer.event.endsWith('succeeded') ? null : saidIn(answer.data), authorized: true };
    },
    heard: async (isIt, within) => typeof (await wait(({ data }) => isIt(data), within)) !== 'string',
    close() {
      socket?.on('error', () => undefined);
      socket?.terminate();
      end('left');
    },
  };
}

function frameIn(text: string): Frame | null {
  const frame = jsonIn(text);
  if (typeof frame !== 'object' || frame === null || !('event' in frame) || typeof frame.event !== 'string')
    return null;
  const channel = 'channel' in frame && typeof frame.channel === 'string' ? frame.channel : undefined;
  const data = 'data' in frame ? frame.data : undefined;
  return { event: frame.event, channel, data: typeof data === 'string' ? (jsonIn(data) ?? data) : data };
}

function saidIn(data: unknown): string {
  const { message, code, error } = {
    message: undefined,
    code: undefined,
    error: undefined,
    ...(data as object | null),
  };
  const words =
    typeof message === 'string' ? message : typeof error === 'string' ? error : 'refused without a reason';
  return typeof code === 'number' ? `${words} (${code})` : words;
}
