// A bare WebSocket that says exactly what a test wants, for what the official client can't be made to do.
import { createHmac } from 'node:crypto';
import { type ClientOptions, WebSocket } from 'ws';
import { within } from './deadline.ts';
import type { Target } from './target.ts';

export type Frame = { event: string; channel?: string; data?: unknown; user_id?: string; raw: string };

export class RawClient {
  readonly socket: WebSocket;
  /** Frames that no test has taken yet. */
  readonly waiting: Frame[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  private wake: (() => void)[] = [];

  constructor(
    target: Target,
    path = `/app/${target.app.key}?protocol=7&client=raw&version=1.0`,
    options?: ClientOptions,
  ) {
    const scheme = target.tls ? 'wss' : 'ws';
    this.socket = new WebSocket(`${scheme}://${target.wsHost}:${target.wsPort}${path}`, options);
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
    this.socket.on('error', () => {});
    this.socket.on('message', (bytes: Buffer) => {
      this.waiting.push(parse(bytes.toString()));
      for (const wake of this.wake.splice(0)) wake();
    });
  }

  /** Takes the next frame of this kind, whatever came before it. */
  async next(event: string): Promise<Frame> {
    const take = async (): Promise<Frame> => {
      for (;;) {
        const index = this.waiting.findIndex((frame) => frame.event === event);
        if (index >= 0) return this.waiting.splice(index, 1)[0]!;
        await new Promise<void>((resolve) => this.wake.push(resolve));
      }
    };
    return within(take(), `${event} on a raw connection`);
  }

  async socketId(): Promise<string> {
    const { data } = await this.next('pusher:connection_established');
    return (data as { socket_id: string }).socket_id;
  }

  say(event: string, data: unknown, channel?: string): void {
    this.socket.send(JSON.stringify({ event, data, channel }));
  }

  subscribe(channel: string, auth = '', channelData?: string): void {
    this.say('pusher:subscribe', { channel, auth, channel_data: channelData });
  }

  /** Everything sent before this has been dealt with once it resolves. */
  async settled(): Promise<void> {
    this.say('pusher:ping', {});
    await this.next('pusher:pong');
  }

  async closeCode(): Promise<number> {
    return (await within(this.closed, 'the close of a raw connection')).code;
  }
}

export function hmac(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

export function authFor({ app }: Target, text: string): string {
  return `${app.key}:${hmac(app.secret, text)}`;
}

function parse(raw: string): Frame {
  const frame = JSON.parse(raw) as Frame;
  const data = typeof frame.data === 'string' ? tryJson(frame.data) : frame.data;
  return { ...frame, data, raw };
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
