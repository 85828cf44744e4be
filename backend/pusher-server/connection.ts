// One client: its socket, what it is subscribed to, who it is, and how much it may still say.
import type { Duplex } from 'node:stream';
import { Allowance } from './allowance.ts';
import type { ClientSocket } from './client-socket.ts';
import type { Exchange } from './exchange.ts';
import type { Client } from './client.ts';
import type { Place } from './rooms.ts';
import type { SignedInUser } from './users.ts';

export class Connection implements Client {
  readonly socketId: string;
  /** By channel name. */
  readonly places = new Map<string, Place>();
  user: SignedInUser | null = null;
  /** Whom the host let something be heard with it, whether or not they signed in. */
  readonly owners = new Set<string>();
  /** How many times in a row we looked and had heard nothing; see liveness. */
  quietLooks = 0;
  private readonly webSocket: ClientSocket;
  private readonly stream: Duplex;
  private readonly exchange: Exchange;
  private readonly frames: Allowance;
  private clientEvents: Allowance | null = null;

  constructor(socketId: string, webSocket: ClientSocket, stream: Duplex, exchange: Exchange) {
    this.socketId = socketId;
    this.webSocket = webSocket;
    this.stream = stream;
    this.exchange = exchange;
    this.frames = new Allowance(exchange.limits.frameBurst, exchange.now());
  }

  get isOpen(): boolean {
    return this.webSocket.readyState === this.webSocket.OPEN;
  }

  /**
   * Writes the shared frame straight to the stream. That is safe beside the WebSocket's own writes because
   * those are whole frames too: nothing is compressed or fragmented, so nothing waits half-written.
   */
  deliver(frame: Buffer): void {
    if (!this.isOpen) return;
    this.stream.write(frame);
    if (this.stream.writableLength > this.exchange.limits.bufferedBytes) this.cutOff();
  }

  close(code: number, reason: string): void {
    this.webSocket.close(code, reason);
  }

  mayHear(): boolean {
    const { framesPerSecond, frameBurst } = this.exchange.limits;
    return this.frames.take(framesPerSecond, frameBurst, this.exchange.now());
  }

  maySpeak(): boolean {
    const perSecond = this.exchange.limits.clientEventsPerSecond;
    const now = this.exchange.now();
    this.clientEvents ??= new Allowance(perSecond, now);
    return this.clientEvents.take(perSecond, perSecond, now);
  }

  leaveEverything(): void {
    const { rooms, users, owners } = this.exchange;
    for (const place of this.places.values()) rooms.leave(this, place);
    this.places.clear();
    if (this.user) users.signOut(this, this.user);
    this.user = null;
    for (const id of this.owners) owners.signOut(this, { id });
    this.owners.clear();
  }

  /**
   * A close frame would only join the queue that the client does not read. The rooms hear of it when the
   * socket is gone, a moment later: this may be called while one of them goes through its listeners.
   */
  private cutOff(): void {
    this.exchange.log({ event: 'pusher.slow_client', socketId: this.socketId });
    this.webSocket.terminate();
  }
}
