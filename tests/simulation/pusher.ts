// The simulated Pusher service: sockets, subscriptions, and deliveries that may be lost, doubled, late or out of order.
import type { Chance } from './chance.ts';
import { hash } from './chance.ts';
import type { Timeline } from './clock.ts';
import type { Line } from './network.ts';
import type { Trace } from './trace.ts';

const secret = 'known to the backend and to Pusher alone';
/** Nobody who does not know the secret makes the same one. */
export function signatureOf(signed: string): string {
  return `sim-key:${hash(`${secret}/${signed}`).toString(16)}`;
}

export type Frame =
  | { kind: 'subscribed' | 'refused'; channel: string }
  | { kind: 'signed-in' | 'sign-in-refused' }
  | { kind: 'event'; channel: string; name: string; data: unknown };

export type Socket = {
  id: string;
  name: string;
  line: Line;
  channels: Set<string>;
  user: string | null;
  /** Frames of one socket arrive in order. */
  lastArrival: number;
  /** Its client is gone, but the service does not know yet. */
  abandoned: boolean;
  receive(frame: Frame): void;
  closed(code: number): void;
};

export type FaultRates = { drop: number; double: number; late: number; refuse: number; neverAnswer: number };
export const noFaults: FaultRates = { drop: 0, double: 0, late: 0, refuse: 0, neverAnswer: 0 };

export class PusherService {
  up = true;
  faults: FaultRates = noFaults;
  readonly sockets = new Set<Socket>();
  /** When each connection was accepted. */
  readonly accepted: number[] = [];
  readonly timeline: Timeline;
  readonly #chance: Chance;
  readonly #trace: Trace;

  constructor(timeline: Timeline, chance: Chance, trace: Trace) {
    this.timeline = timeline;
    this.#chance = chance;
    this.#trace = trace;
  }

  accept(name: string, line: Line, ears: Pick<Socket, 'receive' | 'closed'>): Socket {
    const socket: Socket = {
      id: `${this.#chance.whole(1, 9999)}.${this.#chance.whole(1, 999_999)}`,
      name,
      line,
      channels: new Set(),
      user: null,
      lastArrival: 0,
      abandoned: false,
      ...ears,
    };
    this.sockets.add(socket);
    this.accepted.push(this.timeline.now);
    return socket;
  }

  subscribe(socket: Socket, channel: string, auth: string | null): void {
    if (!this.sockets.has(socket) || this.#chance.happens(this.faults.neverAnswer)) return;
    const right = !channel.startsWith('private-') || auth === signatureOf(`${socket.id}:${channel}`);
    if (!right || this.#chance.happens(this.faults.refuse))
      return this.#send(socket, { kind: 'refused', channel });
    socket.channels.add(channel);
    this.#send(socket, { kind: 'subscribed', channel });
  }

  unsubscribe(socket: Socket, channel: string): void {
    socket.channels.delete(channel);
  }

  signIn(socket: Socket, userData: string, auth: string): void {
    if (auth !== signatureOf(`${socket.id}::user::${userData}`))
      return this.#send(socket, { kind: 'sign-in-refused' });
    socket.user = (JSON.parse(userData) as { id: string }).id;
    this.#send(socket, { kind: 'signed-in' });
  }

  publish(channel: string, name: string, data: unknown): void {
    if (this.#trace.on)
      this.#trace.say('pusher', `publish ${channel} ${name} ${(data as { seq?: number }).seq}`);
    for (const socket of this.sockets)
      if (socket.channels.has(channel)) this.#deliver(socket, { kind: 'event', channel, name, data });
  }

  /** A client event: to everybody else on the channel, under a name that says so. */
  speak(from: Socket, channel: string, name: string, data: unknown): void {
    if (!name.startsWith('client-') || !from.channels.has(channel)) return;
    if (this.#trace.on) this.#trace.say('pusher', `${from.name} says ${name} on ${channel}`);
    for (const socket of this.sockets)
      if (socket !== from && socket.channels.has(channel))
        this.#deliver(socket, { kind: 'event', channel, name, data });
  }

  terminate(user: string): void {
    for (const socket of this.sockets) if (socket.user === user) this.close(socket, 4009);
  }

  /** The service ends the connection; the other side hears of it if its line is well. */
  close(socket: Socket, code: number): void {
    if (!this.sockets.delete(socket)) return;
    this.timeline.after(this.#chance.between(1, socket.line.slowest), () => {
      if (socket.line.push !== 'stalled' && !socket.line.asleep()) socket.closed(code);
    });
  }

  closeAll(code: number): void {
    for (const socket of this.sockets) this.close(socket, code);
  }

  #deliver(socket: Socket, frame: Frame): void {
    const { faults } = this;
    if (this.#chance.happens(faults.drop)) {
      if (this.#trace.on) this.#trace.say('pusher', `lost on the way to ${socket.name}`);
      return;
    }
    this.#send(socket, frame, this.#chance.happens(faults.late) ? this.#chance.between(50, 4000) : 0);
    if (this.#chance.happens(faults.double)) this.#send(socket, frame, this.#chance.between(0, 1500));
  }

  /** `late`: overtaken by whatever is sent after it. */
  #send(socket: Socket, frame: Frame, late = 0): void {
    const soonest = this.timeline.now + this.#chance.between(1, socket.line.slowest);
    const at = late > 0 ? soonest + late : Math.max(soonest, socket.lastArrival);
    if (late === 0) socket.lastArrival = at;
    this.timeline.at(at, () => {
      if (socket.line.push === 'ok' && !socket.line.asleep()) socket.receive(frame);
      // A machine that sleeps does not acknowledge: the server gives the connection up.
      else if (socket.line.asleep()) this.sockets.delete(socket);
    });
  }
}
